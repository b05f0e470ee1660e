package enginetest

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"berth.dev/engine/spec"
)

// PerFile is how many services one file of a fleet holds.
const PerFile = 50

const (
	products = 20
	// unknownCalls is the share of calls whose volume nobody has measured.
	unknownCalls = 0.05
)

// Fleet returns the sources of a workspace with n services: an on-prem site
// "tokyo" and a cloud site "gke" with a price book and a link between them, a few
// endpoints, twenty products and five classes. Services are named
// "s00000"… and call endpoints and one another; some keep state, some are jobs,
// and of about one call in twenty the volume is unknown. The same n and seed give
// the same bytes.
func Fleet(n int, seed uint64) []spec.Source {
	out := []spec.Source{
		{Name: "prices.hcl", Bytes: []byte(prices)},
		{Name: "products.hcl", Bytes: organisation()},
		{Name: "sites.hcl", Bytes: sites(n)},
	}
	// PCG is specified bit by bit, so a fleet is the same on every machine.
	r := rand.New(rand.NewPCG(seed, uint64(n)))
	for begin := 0; begin < n; begin += PerFile {
		var b strings.Builder
		for i := begin; i < min(begin+PerFile, n); i++ {
			writeService(&b, r, i, n)
		}
		out = append(out, spec.Source{Name: fmt.Sprintf("services/%05d.hcl", begin/PerFile), Bytes: []byte(b.String())})
	}
	return out
}

// ServiceName returns the name of a fleet's service by number, from 0.
func ServiceName(i int) string { return fmt.Sprintf("s%05d", i) }

// organisation writes products, teams and classes.
func organisation() []byte {
	var b strings.Builder
	for i := range products {
		fmt.Fprintf(&b, "team \"team-%02d\" {\n  group = \"oidc:team-%02d\"\n  owner = \"lead-%02d\"\n}\n", i, i, i)
		fmt.Fprintf(&b, "product \"product-%02d\" {\n  team = \"team-%02d\"\n  budget {\n    monthly = \"%d00000 JPY/mo\"\n  }\n}\n", i, i, i+1)
	}
	b.WriteString(classes)
	return []byte(b.String())
}

// sites writes the two sites. The racks grow with the fleet, so that about half
// of it fits.
func sites(n int) []byte {
	nodes := max(4, n/30)
	return fmt.Appendf(nil, siteText, nodes, nodes+nodes/4)
}

// writeService writes the block of one service.
func writeService(b *strings.Builder, r *rand.Rand, i, n int) {
	class := []string{"web", "web", "web", "web", "api", "api", "api", "store", "batch", "internal"}[r.IntN(10)]
	today := "tokyo"
	if r.IntN(3) == 0 {
		today = "gke"
	}
	fmt.Fprintf(b, "service %q {\n  product = \"product-%02d\"\n  class   = %q\n  runs_on = %q\n", ServiceName(i), r.IntN(products), class, today)
	fmt.Fprintf(b, "  container {\n    image = \"registry.example/%s:1.%d.%d\"\n    port  = 8080\n  }\n", ServiceName(i), r.IntN(40), r.IntN(10))
	fmt.Fprintf(b, "  replica {\n    cpu    = \"%dm\"\n    memory = \"%dMi\"\n", 100*(1+r.IntN(20)), 128*(1+r.IntN(32)))
	if class != "batch" {
		fmt.Fprintf(b, "    requests_per_second = %d\n", 10+r.IntN(90))
	}
	b.WriteString("  }\n")
	if class == "batch" {
		fmt.Fprintf(b, "  job {\n    schedule    = \"%d %d * * *\"\n    duration    = \"%dm\"\n    parallelism = %d\n  }\n", r.IntN(60), r.IntN(24), 5+r.IntN(120), 1+r.IntN(8))
	} else {
		least := 1 + r.IntN(3)
		mean := 5 + r.IntN(500)
		fmt.Fprintf(b, "  replicas {\n    min = %d\n    max = %d\n  }\n", least, least+r.IntN(40))
		fmt.Fprintf(b, "  traffic {\n    mean_rps = %d\n    p99_rps  = %d\n    trend    = \"%d%%/mo\"\n  }\n", mean, mean*(2+r.IntN(9)), r.IntN(8))
	}
	if class == "store" {
		fmt.Fprintf(b, "  volume \"data\" {\n    size    = \"%dGi\"\n    move_by = \"replication\"\n  }\n", 10*(1+r.IntN(50)))
	}
	writeCall(b, r, []string{"user-db", "object-store", "bigquery", "stripe"}[r.IntN(4)])
	if other := r.IntN(n); other != i {
		writeCall(b, r, ServiceName(other))
	}
	b.WriteString("}\n")
}

func writeCall(b *strings.Builder, r *rand.Rand, to string) {
	fmt.Fprintf(b, "  call %q {\n", to)
	if r.Float64() < unknownCalls {
		b.WriteString("    sent     = \"unknown\"\n    received = \"unknown\"\n  }\n")
		return
	}
	fmt.Fprintf(b, "    sent                = \"%dG\"\n    received            = \"%dG\"\n    requests_per_second = %d\n  }\n", 1+r.IntN(900), 1+r.IntN(900), 1+r.IntN(200))
}
