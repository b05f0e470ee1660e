package main

import (
	"bytes"
	_ "embed"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
)

//go:embed company.hcl
var sites []byte

//go:embed rules/rules.hcl
var checks []byte

//go:embed rules/rules.rego
var rego []byte

const (
	products = 20
	teams    = 10
)

// folders are where a workspace and what conftest needs of it are written.
type folders struct{ root, specs, json, policy, data string }

// write makes a workspace of n services, some to a file, the same for the same seed, and
// the same services for conftest. About one service in seven breaks some rule.
func write(root string, n, perFile int, seed uint64) (folders, error) {
	f := folders{
		root: root, specs: filepath.Join(root, "specs"), json: filepath.Join(root, "json"),
		policy: filepath.Join(root, "policy"), data: filepath.Join(root, "data"),
	}
	files := map[string][]byte{
		filepath.Join(f.specs, "sites.hcl"):    sites,
		filepath.Join(f.specs, "rules.hcl"):    checks,
		filepath.Join(f.specs, "products.hcl"): organisation(),
		filepath.Join(f.policy, "rules.rego"):  rego,
		filepath.Join(f.data, "company.json"):  literal(map[string]any{"company": companyData()}),
	}
	r := rand.New(rand.NewPCG(seed, uint64(n)))
	for from := 0; from < n; from += perFile {
		root := &block{}
		var text bytes.Buffer
		for i := from; i < min(from+perFile, n); i++ {
			service := root.child("service", fmt.Sprintf("s%05d", i))
			fill(service, r, i, n)
			service.hcl(&text, "")
		}
		name := fmt.Sprintf("%05d", from/perFile)
		files[filepath.Join(f.specs, "services", name+".hcl")] = text.Bytes()
		files[filepath.Join(f.json, name+".json")] = literal(root.object())
	}
	for name, content := range files {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return f, err
		}
		if err := os.WriteFile(name, content, 0o644); err != nil {
			return f, err
		}
	}
	return f, nil
}

// owned tells whether a team has an owner.
func owned(team int) bool { return team%7 != 3 }

// organisation writes teams and products.
func organisation() []byte {
	var text bytes.Buffer
	for i := range teams {
		b := &block{kind: "team", label: fmt.Sprintf("t%02d", i)}
		if owned(i) {
			b.set("owner", fmt.Sprintf("lead-%02d", i))
		}
		b.hcl(&text, "")
	}
	for i := range products {
		b := &block{kind: "product", label: fmt.Sprintf("p%02d", i)}
		b.set("team", fmt.Sprintf("t%02d", i%teams))
		b.hcl(&text, "")
	}
	return text.Bytes()
}

// companyData is what conftest is told of teams, products and sites.
func companyData() map[string]any {
	people, made := map[string]any{}, map[string]any{}
	for i := range teams {
		people[fmt.Sprintf("t%02d", i)] = map[string]any{}
		if owned(i) {
			people[fmt.Sprintf("t%02d", i)] = map[string]any{"owner": fmt.Sprintf("lead-%02d", i)}
		}
	}
	for i := range products {
		made[fmt.Sprintf("p%02d", i)] = map[string]any{"team": fmt.Sprintf("t%02d", i%teams)}
	}
	country := func(c string) map[string]any { return map[string]any{"country": c} }
	return map[string]any{
		"teams": people, "products": made,
		"sites": map[string]any{"tokyo": country("JP"), "gke": country("JP"), "iowa": country("US")},
	}
}
