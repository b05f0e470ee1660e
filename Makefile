# Targets for people and for CI; "make" lists them.

GO          ?= go
CONTROLPLANE = providers/providertest/controlplane
CONSUMERS    = reports/testdata/consumers
K0SCTL       = providers/providertest/k0sctl/loader
PROMETHEUS   = providers/providertest/prometheus/server
STATICCHECK ?= honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOVULNCHECK ?= golang.org/x/vuln/cmd/govulncheck@v1.9.0
FUZZTIME    ?= 20s
BILLS       ?= 10000000

.DEFAULT_GOAL := help
.PHONY: help build build-without-c test quick chromium consumers controlplane prometheus cluster shop crash check format vet lint vuln docs generated tidy bench compare month bills conftest bench-all solvers fuzz generate

help: ## print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## build the program as ./berth; needs a C++ compiler, for DuckDB, which reads bills
	CGO_ENABLED=1 $(GO) build -trimpath -ldflags='-s -w' -o berth ./cmd/berth

build-without-c: ## the same without a C compiler: everything but reading bills
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags='-s -w' -o berth ./cmd/berth

# As many packages at once as there are cores; those that start clusters take about a GiB each.
test: check chromium consumers controlplane prometheus ## everything: what check finds, a build without C, every test
	CGO_ENABLED=0 $(GO) build -o /dev/null ./cmd/berth
	CGO_ENABLED=0 $(GO) test -run WithoutC ./cmd/berth/cli
	$(GO) test -timeout 60m ./...

quick: ## under a minute: vet and short tests
	$(GO) vet ./...
	$(GO) test -short ./...

chromium: ## the browser that tests open pages in; installed with apt-get where it is missing
	@for name in chromium chromium-browser google-chrome chrome headless_shell; do \
	  if command -v $$name >/dev/null 2>&1; then exit 0; fi; \
	done; \
	if ! command -v apt-get >/dev/null 2>&1; then \
	  echo "no Chromium here, and no apt-get to install it: tests of pages are skipped (with CI=true they fail)"; exit 0; \
	fi; \
	sudo=$$([ "$$(id -u)" = 0 ] || echo "sudo -n"); \
	$$sudo apt-get update -q && $$sudo apt-get install -q -y --no-install-recommends chromium fonts-dejavu-core || \
	  echo "Chromium could not be installed: tests of pages are skipped (with CI=true they fail)"

# The lock file has no addresses: npm takes each package from its own registry, by hash.
consumers: ## what reads berth's reports in tests, from npm; about 210 MB
	@dir="$${XDG_CACHE_HOME:-$$HOME/.cache}/berth-consumers"; \
	if ! command -v npm >/dev/null 2>&1; then \
	  echo "no npm here: tests of what reads reports are skipped (with CI=true they fail)"; exit 0; \
	fi; \
	if [ -d "$$dir/node_modules" ] && cmp -s $(CONSUMERS)/package-lock.json "$$dir/package-lock.json"; then exit 0; fi; \
	rm -rf "$$dir" && mkdir -p "$$dir" && cp $(CONSUMERS)/package.json "$$dir" && \
	cp $(CONSUMERS)/package-lock.json "$$dir/package-lock.json" && \
	npm ci --prefix "$$dir" --ignore-scripts --no-audit --no-fund --loglevel=error || \
	{ rm -rf "$$dir"; echo "what reads reports could not be installed: its tests are skipped (with CI=true they fail)"; }

controlplane: ## build the Kubernetes control plane that tests start: some minutes once, 3.5 GB of build cache
	$(GO) run ./providers/providertest/cluster/run

prometheus: ## build the Prometheus that tests start: some two minutes once, 0.9 GB of build cache
	$(GO) run ./providers/providertest/prometheus/run

cluster: ## start two clusters, tokyo and gke, for a person; they end with an interrupt
	$(GO) run ./providers/providertest/cluster/run tokyo gke

shop: controlplane prometheus ## a cluster with a demo shop and a Prometheus that knows a month of it, for a person
	$(GO) test -tags shop -run TestTheSceneStaysForAPerson -v -timeout 0 ./cmd/berth/shop

crash: controlplane ## kill berth at every point of its journals, with many seeds; hours
	$(GO) test -tags crash -timeout 24h ./cmd/berth/crash/...
	$(GO) test -tags crash -timeout 24h -run Fleet ./cmd/berth/e2e
	$(GO) test -tags crash -timeout 24h ./cmd/berth/ground

check: format vet lint vuln docs generated tidy ## all that can be found without running tests

format: ## files that gofmt would change
	@out=$$(gofmt -l cmd engine policies providers reports); \
	if [ -n "$$out" ]; then echo "gofmt would change:"; echo "$$out"; exit 1; fi

vet: ## go vet
	$(GO) vet ./...

lint: ## staticcheck
	$(GO) run $(STATICCHECK) ./...

vuln: ## known holes in what berth is built from; without its database it says so and goes on
	@out=$$($(GO) run $(GOVULNCHECK) ./... 2>&1) && code=0 || code=$$?; \
	case "$$code $$out" in \
	0*) echo "govulncheck: nothing known" ;; \
	*"exit status 3"*) echo "$$out"; exit 1 ;; \
	*) echo "govulncheck: not run, for this reason:"; echo "$$out" | grep -v '^exit status' | tail -n 1 ;; \
	esac

docs: ## import directions, and a doc for every exported name
	$(GO) test ./engine

generated: ## files made by generators are as their generators make them
	@before=$$(git diff 2>/dev/null | cksum); $(GO) generate ./...; \
	after=$$(git diff 2>/dev/null | cksum); \
	if [ "$$before" != "$$after" ]; then echo "go generate changed files:"; git diff --stat; exit 1; fi

tidy: ## go.mod names what is used, of the tests' own modules too
	$(GO) mod tidy -diff
	cd $(CONTROLPLANE) && $(GO) mod tidy -diff
	cd $(K0SCTL) && $(GO) mod tidy -diff
	cd $(PROMETHEUS) && $(GO) mod tidy -diff

bench: compare controlplane ## berth beside other solvers and methods, then the benchmarks of all packages
	$(GO) test -run '^$$' -bench . -benchmem ./...

compare: ## berth beside other solvers and methods, in a few minutes
	$(GO) run ./cmd/berth-bench -most 1000 -seeds 1-2 -timeout 10s -limit 20s

month: ## what a month of measurements of 10,000 services costs: 700 MB of disk and some minutes
	BERTH_MONTH=full $(GO) test -run '^$$' -bench Month/services=10000 -benchtime 1x -timeout 60m ./engine/snapshot

bills: ## read a bill of BILLS rows (10 million) beside plain DuckDB, as Parquet and as CSV: some GB of disk
	BERTH_BILLS=$(BILLS) $(GO) test -run '^$$' -bench BigBill -benchtime 1x -timeout 120m ./providers/billing/duck

conftest: ## berth check beside conftest: the same rules over the same 10,000 services
	$(GO) run ./cmd/berth-conftest

bench-all: ## the comparison in full: up to 100,000 services, five seeds, proofs checked; hours
	$(GO) run ./cmd/berth-bench -check

solvers: ## install what berth is compared with: CBC, GLPK (as root) and HiGHS
	apt-get install --yes coinor-cbc glpk-utils
	npm install --prefix "$${XDG_CACHE_HOME:-$$HOME/.cache}/berth-bench" highs@1.15.3

fuzz: ## each fuzz target for FUZZTIME (20s)
	@for pkg in $$($(GO) list ./...); do \
	  for target in $$($(GO) test -list '^Fuzz' $$pkg | grep '^Fuzz' || true); do \
	    echo "$$pkg $$target"; \
	    $(GO) test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 1x -parallel 2 $$pkg || exit 1; \
	  done; \
	done

generate: ## write generated files anew
	$(GO) generate ./...
