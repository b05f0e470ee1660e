package engine_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "berth.dev/"

// below lists what each package may import of the module.
var below = map[string][]string{
	"engine":                          {},
	"engine/unit":                     {},
	"engine/money":                    {},
	"engine/diag":                     {},
	"engine/spec":                     {"engine/unit", "engine/money", "engine/diag", "engine/ground"},
	"engine/profile":                  {"engine/unit", "engine/diag"},
	"engine/measure":                  {},
	"engine/snapshot":                 {"engine/measure", "engine/profile", "engine/snapshot/column"},
	"engine/snapshot/column":          {},
	"engine/gather":                   {"engine/measure", "engine/snapshot", "engine/profile"},
	"engine/fill":                     {"engine/unit", "engine/diag", "engine/spec", "engine/profile", "engine/measure", "engine/snapshot"},
	"engine/forecast":                 {"engine/profile"},
	"engine/bill":                     {"engine/money"},
	"engine/ledger":                   {"engine/money"},
	"engine/usage":                    {"engine/unit", "engine/diag", "engine/spec", "engine/measure", "engine/snapshot", "engine/bill"},
	"engine/allot":                    {"engine/unit", "engine/money", "engine/spec", "engine/bill", "engine/ledger", "engine/usage", "engine/allot/pool", "engine/allot/assign", "engine/allot/commit", "engine/allot/share"},
	"engine/allot/pool":               {"engine/unit", "engine/money", "engine/diag", "engine/spec", "engine/price", "engine/bill", "engine/ledger", "engine/usage"},
	"engine/allot/assign":             {"engine/diag", "engine/spec", "engine/bill"},
	"engine/allot/survey":             {"engine/money", "engine/spec", "engine/bill", "engine/allot/assign"},
	"engine/allot/commit":             {"engine/money", "engine/spec", "engine/bill", "engine/ledger", "engine/usage"},
	"engine/allot/share":              {"engine/money", "engine/spec", "engine/ledger", "engine/usage"},
	"engine/expect":                   {"engine/unit", "engine/money", "engine/spec", "engine/price", "engine/place", "engine/fleet", "engine/plan", "engine/bill", "engine/ledger", "engine/usage", "engine/allot", "engine/allot/pool", "engine/allot/commit", "engine/allot/share"},
	"engine/month/bridge":             {"engine/money", "engine/ledger"},
	"engine/month":                    {"engine/unit", "engine/money", "engine/spec", "engine/profile", "engine/forecast", "engine/price", "engine/score", "engine/plan", "engine/bill", "engine/ledger", "engine/usage", "engine/allot", "engine/allot/pool", "engine/expect", "engine/month/bridge", "policies"},
	"engine/month/monthtest":          {"engine/money", "engine/bill", "engine/ledger", "engine/month", "engine/month/bridge"},
	"engine/archive":                  {"engine/bill", "engine/money", "engine/ledger", "engine/month"},
	"providers/billing":               {"engine/bill"},
	"providers/billing/query":         {"engine/bill", "engine/money"},
	"providers/billing/billtest":      {"engine/bill"},
	"providers/billing/duck":          {"engine/bill", "providers/billing", "providers/billing/query"},
	"providers/billing/bigquery":      {"engine/bill", "providers/billing", "providers/billing/query"},
	"providers/focus":                 {"engine/unit", "engine/money", "engine/spec", "engine/price", "engine/bill", "engine/ledger", "engine/usage", "engine/allot/pool", "providers/focus/rule"},
	"providers/focus/rule":            {},
	"engine/price":                    {"engine/unit", "engine/money", "engine/diag", "engine/spec", "engine/profile"},
	"policies":                        {"engine/unit", "engine/money", "engine/diag", "engine/spec", "policies/reach"},
	"policies/reach":                  {},
	"engine/score":                    {"engine/unit", "engine/money", "engine/diag", "engine/spec", "engine/profile", "engine/price", "policies"},
	"engine/place":                    {},
	"engine/check":                    {"engine/unit", "engine/money", "engine/diag", "engine/spec", "engine/profile", "engine/price", "policies", "engine/score"},
	"engine/change":                   {"engine/money", "engine/spec", "policies", "engine/score", "engine/place", "engine/optimise", "engine/optimise/pack", "engine/fleet", "engine/plan", "engine/check"},
	"engine/trial":                    {"engine/unit", "engine/money", "engine/diag", "engine/spec", "engine/profile", "engine/price", "policies", "engine/score", "engine/check"},
	"policies/admission":              {"engine/spec", "engine/object", "policies"},
	"providers/git":                   {},
	"providers/prometheus":            {"engine/measure"},
	"providers/datadog":               {"engine/measure"},
	"providers/kube/usage":            {"engine/measure", "engine/target", "providers/kube"},
	"providers/kube/survey":           {"engine/object", "engine/target", "engine/unit", "engine/diag", "engine/spec", "engine/measure", "providers/kube", "providers/kube/usage", "providers/manifest"},
	"providers/gke/survey":            {"engine/unit", "engine/diag", "engine/spec", "providers/gke"},
	"providers/draft":                 {"providers/manifest"},
	"providers/tree":                  {"providers/manifest"},
	"providers/score":                 {"engine/diag", "providers/draft", "providers/manifest", "providers/tree"},
	"providers/compose":               {"engine/diag", "providers/draft", "providers/manifest", "providers/tree"},
	"providers/inventory":             {"providers/draft", "providers/manifest", "providers/tree"},
	"providers/opencost":              {"engine/money", "engine/unit", "providers/manifest", "providers/tree"},
	"providers/reimport":              {"engine/diag", "engine/spec"},
	"engine/fleet":                    {"engine/unit", "engine/money", "engine/diag", "engine/spec", "engine/profile", "engine/price", "policies", "engine/score", "engine/place"},
	"engine/wave":                     {"engine/place"},
	"engine/conflict":                 {"engine/place", "engine/optimise/bundle", "engine/optimise/improve", "engine/optimise/relax"},
	"engine/optimise":                 {"engine/place", "engine/optimise/bundle", "engine/optimise/relax", "engine/optimise/share", "engine/optimise/improve", "engine/optimise/pack"},
	"engine/optimise/bundle":          {"engine/place"},
	"engine/optimise/flow":            {},
	"engine/optimise/relax":           {"engine/place", "engine/optimise/flow"},
	"engine/optimise/share":           {"engine/place"},
	"engine/optimise/pack":            {"engine/place"},
	"engine/baseline":                 {"engine/place", "engine/optimise/improve"},
	"engine/optimise/improve":         {"engine/place"},
	"engine/capacity":                 {"engine/money", "engine/spec", "engine/profile", "engine/price", "engine/score", "engine/place", "engine/optimise", "engine/optimise/pack", "engine/fleet", "engine/plan", "policies"},
	"engine/scenario":                 {"engine/money", "engine/spec", "engine/profile", "engine/place", "engine/optimise", "engine/fleet", "policies"},
	"engine/plan":                     {"engine/ground", "engine/unit", "engine/money", "engine/diag", "engine/spec", "engine/profile", "engine/price", "engine/score", "engine/place", "engine/optimise", "engine/optimise/pack", "engine/baseline", "engine/fleet", "engine/wave", "engine/object", "engine/step", "policies"},
	"engine/impasse":                  {"engine/unit", "engine/money", "engine/diag", "engine/spec", "engine/profile", "engine/score", "engine/place", "engine/optimise", "engine/optimise/pack", "engine/conflict", "engine/fleet", "engine/plan", "policies"},
	"engine/verify":                   {},
	"engine/object":                   {},
	"engine/target":                   {"engine/object"},
	"engine/step":                     {"engine/object"},
	"engine/record":                   {"engine/object"},
	"engine/seal":                     {"engine/object"},
	"engine/workload":                 {"engine/unit", "engine/diag", "engine/spec", "engine/object", "engine/step"},
	"engine/rollout":                  {"engine/diag", "engine/object", "engine/record", "engine/step"},
	"engine/intent":                   {"engine/diag", "engine/object", "engine/plan", "engine/rollout", "engine/spec", "engine/step", "engine/workload"},
	"engine/journal":                  {},
	"engine/journal/journaltest":      {"engine/journal"},
	"engine/lease":                    {"engine/object", "engine/target"},
	"engine/apply":                    {"engine/object", "engine/target", "engine/record", "engine/step", "engine/rollout", "engine/journal", "engine/lease"},
	"engine/ground":                   {},
	"engine/drain":                    {"engine/object", "engine/target"},
	"engine/prepare":                  {"engine/ground", "engine/journal", "engine/lease", "engine/object", "engine/record", "engine/target"},
	"engine/drift":                    {"engine/object", "engine/record", "engine/rollout", "engine/step"},
	"engine/enginetest":               {"engine/unit", "engine/money", "engine/diag", "engine/spec", "engine/profile", "engine/place"},
	"engine/enginetest/milp":          {"engine/place"},
	"engine/enginetest/small":         {"engine/unit", "engine/money", "engine/diag", "engine/spec", "engine/profile", "engine/price", "engine/score", "engine/place", "engine/fleet", "policies"},
	"providers/manifest":              {"engine/unit", "engine/money", "engine/diag", "engine/spec", "engine/profile"},
	"providers/kube":                  {"engine/object", "engine/target"},
	"providers/kustomize":             {"engine/diag", "engine/object"},
	"providers/k0s":                   {"engine/diag", "engine/spec", "engine/unit", "engine/object", "engine/target", "engine/ground", "engine/prepare", "engine/drain", "providers/k0s/hosts", "providers/k0s/k0sctl"},
	"providers/k0s/hosts":             {},
	"providers/k0s/k0sctl":            {},
	"providers/gke":                   {"engine/diag", "engine/spec", "engine/unit", "engine/object", "engine/target", "engine/ground", "engine/prepare", "engine/drain"},
	"providers/providertest":          {"engine/object", "engine/target", "providers/providertest/fault"},
	"providers/providertest/fake":     {"engine/object"},
	"providers/providertest/audit":    {"engine/object", "engine/record", "engine/step"},
	"providers/providertest/fault":    {},
	"providers/providertest/program":  {},
	"providers/providertest/cluster":  {"providers/providertest/program"},
	"providers/providertest/gkefake":  {"engine/object", "providers/providertest/cluster", "providers/providertest/fake"},
	"providers/providertest/machines": {"providers/providertest/cluster", "providers/providertest/machines/wire"},
	"providers/providertest/k0sctl":   {"providers/providertest/program"},

	"providers/providertest/podmetrics": {"providers/providertest/cluster"},

	"providers/providertest/k0sctl/loader": {},

	"providers/providertest/bigquery":       {},
	"providers/providertest/datadog":        {},
	"providers/providertest/prometheus":     {"providers/providertest/program"},
	"providers/providertest/prometheus/run": {"providers/providertest/prometheus"},

	"providers/pricelist":   {"engine/unit", "engine/money", "engine/diag", "engine/spec", "engine/profile"},
	"reports":               {"engine/unit", "engine/money", "engine/diag", "engine/spec", "engine/profile", "engine/forecast", "engine/price", "engine/score", "engine/plan", "engine/step", "engine/ground", "engine/apply", "engine/drift", "engine/scenario", "engine/capacity", "engine/impasse", "engine/verify", "engine/check", "engine/change", "engine/trial", "engine/bill", "engine/ledger", "engine/month", "engine/allot/survey", "policies", "reports/page", "reports/page/chart"},
	"reports/live":          {"engine/diag", "engine/step", "engine/apply"},
	"reports/page/chart":    {},
	"reports/page/pagetest": {},
	"reports/page":          {"engine/diag", "reports/page/chart"},

	"providers/kube/access":                  {},
	"providers/kube/admit":                   {"providers/kube/access"},
	"providers/providertest/cluster/run":     {"providers/providertest/cluster"},
	"providers/providertest/machines/wire":   {},
	"providers/providertest/machines/k0sctl": {"providers/providertest/machines/wire"},
	"providers/providertest/controlplane":    {},
	"cmd/berth/cli": {
		"engine/measure", "engine/snapshot", "engine/gather", "engine/fill", "engine/unit", "engine/money", "engine/diag", "engine/spec", "engine/profile", "engine/forecast", "engine/price", "engine/score",
		"engine/plan", "engine/optimise", "engine/fleet", "engine/scenario", "engine/capacity", "engine/impasse", "engine/verify", "policies", "providers/manifest", "providers/score", "providers/compose", "providers/inventory", "providers/opencost", "providers/tree", "providers/kube", "providers/kube/access", "providers/kube/admit", "providers/kustomize",
		"engine/object", "engine/target", "engine/step", "engine/record", "engine/seal", "engine/workload", "engine/intent", "engine/rollout", "engine/journal", "engine/lease", "engine/apply", "engine/drift", "engine/ground", "engine/prepare", "engine/drain", "providers/k0s", "providers/k0s/hosts", "providers/k0s/k0sctl", "providers/gke", "providers/pricelist", "providers/git", "engine/check", "engine/change", "engine/trial", "policies/admission", "reports", "reports/live", "providers/reimport", "providers/kube/survey", "providers/gke/survey", "providers/kube/usage", "providers/prometheus", "providers/datadog",
		"engine/bill", "engine/ledger", "engine/usage", "engine/allot", "engine/allot/survey", "engine/allot/pool", "engine/expect", "engine/month", "engine/archive",
		"providers/billing", "providers/billing/duck", "providers/billing/bigquery", "providers/focus", "providers/focus/rule",
	},
	"cmd/berth":          {"cmd/berth/cli"},
	"cmd/berth-conftest": {},
	"cmd/berth-bench":    {"engine/place", "engine/optimise", "engine/optimise/relax", "engine/baseline", "engine/enginetest", "engine/enginetest/milp"},
}

// outside are what stages may not reach: the machine, the network, chance.
var outside = []string{"os", "net", "syscall", "math/rand", "crypto/rand", "log", "runtime/debug", "plugin", "unsafe"}

// texts are packages below those that read texts alone: addresses, URLs.
var texts = []string{"net/netip", "net/url"}

// machine are the packages of the engine that carry plans out: they have a clock, a
// disk, and the chance of a retry's pause.
var machine = []string{"engine/journal", "engine/lease", "engine/apply", "engine/drain", "engine/prepare"}

// seeded are the packages that may draw from a generator whose seed they are given.
var seeded = []string{"engine/optimise", "engine/baseline", "engine/scenario"}

// goFile is one source file of the module that is no test.
type goFile struct {
	name, pkg string
	syntax    *ast.File
}

// sources parses every file of the module.
func sources(t *testing.T) (files []goFile, set *token.FileSet) {
	t.Helper()
	set = token.NewFileSet()
	root := os.DirFS("..")
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata"):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		f, err := parser.ParseFile(set, filepath.Join("..", name), nil, parser.ParseComments)
		if err != nil {
			return err
		}
		files = append(files, goFile{name, path.Dir(name), f})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 50 {
		t.Fatalf("only %d files found: is this the module's folder?", len(files))
	}
	return files, set
}

func imports(f goFile) (out []string) {
	for _, i := range f.syntax.Imports {
		name, err := strconv.Unquote(i.Path.Value)
		if err == nil {
			out = append(out, name)
		}
	}
	return out
}

func TestImportsPointBackwardsAlongTheDatasWay(t *testing.T) {
	files, _ := sources(t)
	for _, f := range files {
		allowed, drawn := below[f.pkg]
		if !drawn {
			t.Errorf("%s: package %s is not on the map: draw it in engine/doc.go and in this test", f.name, f.pkg)
			continue
		}
		for _, name := range imports(f) {
			local, ours := strings.CutPrefix(name, module)
			if ours && !slices.Contains(allowed, local) {
				t.Errorf("%s imports %s, which stands after it or beside it", f.name, local)
			}
		}
	}
}

func TestEveryPackageOnTheMapExists(t *testing.T) {
	files, _ := sources(t)
	for pkg := range below {
		if !slices.ContainsFunc(files, func(f goFile) bool { return f.pkg == pkg }) {
			t.Errorf("package %s is on the map and has no file", pkg)
		}
	}
}

// isStage tells whether a package must be a function of values. The generators of
// tests draw from seeds; browsers and solvers are programs.
func isStage(pkg string) bool {
	if slices.Contains(machine, pkg) {
		return false
	}
	return strings.HasPrefix(pkg, "engine") && !strings.HasPrefix(pkg, "engine/enginetest") || pkg == "policies" || strings.HasPrefix(pkg, "reports") && pkg != "reports/page/pagetest"
}

func TestStagesReachNeitherMachineNorClock(t *testing.T) {
	files, set := sources(t)
	for _, f := range files {
		if !isStage(f.pkg) {
			continue
		}
		for _, name := range imports(f) {
			if name == "math/rand/v2" && slices.Contains(seeded, f.pkg) || slices.Contains(texts, name) {
				continue
			}
			for _, o := range outside {
				if name == o || strings.HasPrefix(name, o+"/") {
					t.Errorf("%s imports %s: a stage gets what it needs handed in", f.name, name)
				}
			}
		}
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			call, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			pkg, ok := call.X.(*ast.Ident)
			if ok && pkg.Name == "time" && slices.Contains([]string{"Now", "Since", "Until", "Sleep", "After", "Tick", "NewTimer", "NewTicker", "Local"}, call.Sel.Name) {
				t.Errorf("%s: time.%s: a stage has no clock", set.Position(n.Pos()), call.Sel.Name)
			}
			return true
		})
	}
}

func TestNobodyHasInitOrDotImports(t *testing.T) {
	files, set := sources(t)
	for _, f := range files {
		for _, d := range f.syntax.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
				t.Errorf("%s: no init: what runs before main cannot be left out", set.Position(fn.Pos()))
			}
		}
		for _, i := range f.syntax.Imports {
			if i.Name != nil && i.Name.Name == "." {
				t.Errorf("%s: a dot import hides where names come from", set.Position(i.Pos()))
			}
		}
	}
}
