package spec

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestAWorkspaceHasOneBlockWithItsNeeds(t *testing.T) {
	mustSay(t, "", []mistakeCase{
		{"no block", "team \"a\" {\n}\n", []said{{"", CodeEmpty, "No workspace block", "`berth init` writes one"}}},
		{"an empty block", "▸▸▸▸▸workspace {\n}\n", []said{
			{"", CodeMissing, "Missing attribute", `must set as_of, as in as_of = "2026-10-31"`},
			{"", CodeMissing, "Missing attribute", `must set currency, as in currency = "JPY"`},
			{"", CodeMissing, "Missing attribute", `must set hourly_rate, as in hourly_rate = "6000 JPY/h"`},
			{"", CodeMissing, "Missing attribute", `must set reference_site, as in reference_site = "gke"`},
			{"", CodeEmpty, "No sites", "The workspace has no site block"},
		}},
	})
	mustSay(t, base, []mistakeCase{
		{"two blocks", "▸workspace {\n}\n", []said{{"", CodeDuplicate, "Second workspace block", "The workspace block stands at base.hcl:2,1 already"}}},
	})
	mustSay(t, strings.Replace(base, `reference_site = "gke"`, `reference_site = "gkee"`+"\n  lock {\n    site = \"tokio\"\n  }", 1), []mistakeCase{
		{"sites that are none", "", []said{
			{"base.hcl:5,20", CodeReference, "Unknown site", `Did you mean "gke"?`},
			{"base.hcl:7,12", CodeReference, "Unknown site", `Did you mean "tokyo"?`},
		}},
	})
}

func TestAFolderWithoutFilesSaysSo(t *testing.T) {
	_, diags := Parse(nil, Options{})
	compare(t, diags, []said{{"", CodeEmpty, "No spec files", "Is this the right folder?"}}, nil)
}

func TestTheDayMayComeFromOutside(t *testing.T) {
	day := time.Date(2027, 1, 2, 0, 0, 0, 0, time.UTC)
	src := strings.Replace(base, `as_of          = "2026-10-31"`, "", 1)
	w, diags := Parse([]Source{{"base.hcl", []byte(src)}}, Options{AsOf: day})
	compare(t, diags, nil, nil)
	if !w.Settings.AsOf.V.Equal(day) {
		t.Errorf("as of %v", w.Settings.AsOf.V)
	}
}

func TestAFragmentNeedsNoWorkspace(t *testing.T) {
	_, diags := Parse([]Source{{"a.hcl", []byte("product \"a\" {\n  team = \"b\"\n}\nteam \"a\" {\n}\nteam \"a\" {\n}\n")}}, Options{Fragment: true})
	compare(t, diags, []said{{"a.hcl:6,1", CodeDuplicate, "Duplicate team", `There is a team "a" at a.hcl:4,1 already`}}, nil)
}

func TestNamesStandOnce(t *testing.T) {
	twice := []string{
		"endpoint \"x\" {\n  external = true\n}", "team \"x\" {\n}", "environment \"x\" {\n}", "class \"x\" {\n}",
		"product \"x\" {\n}", "service \"x\" {\n}", "rate \"EUR\" {\n  value  = \"1 JPY\"\n  date   = \"2026-01-01\"\n  source = \"x\"\n}",
		"price_book \"x\" {\n  source   = \"x\"\n  date     = \"2026-01-01\"\n  currency = \"JPY\"\n}",
		"metrics \"x\" {\n  kind = \"datadog\"\n}", "criterion \"x_y\" {\n  doc = \"x\"\n}",
		"policy \"x\" {\n  criterion = \"x_y\"\n  doc       = \"x\"\n  score     = \"1\"\n  because   = \"x\"\n}",
		"constraint \"x\" {\n  doc     = \"x\"\n  forbid  = \"x\"\n  because = \"x\"\n}",
		"check \"x\" {\n  doc     = \"x\"\n  over    = \"team\"\n  require = \"x\"\n  because = \"x\"\n}",
		"exception \"x\" {\n  check   = \"x\"\n  service = \"front\"\n  owner   = \"x\"\n  reason  = \"x\"\n  expires = \"2027-01-01\"\n}",
		"site \"x\" {\n  kind     = \"cloud\"\n  provider = \"gke\"\n  country  = \"JP\"\n  prices   = \"gcp\"\n  mode     = \"autopilot\"\n}",
	}
	var cases []mistakeCase
	for _, block := range twice {
		kind, rest, _ := strings.Cut(block, " ")
		name := strings.Split(rest, `"`)[1]
		cases = append(cases, mistakeCase{kind, block + "\n" + mark + block + "\n", []said{
			{"", CodeDuplicate, "Duplicate " + kind, fmt.Sprintf("There is a %s %q at case.hcl:1,1 already. Rename or remove one.", kind, name)},
		}})
	}
	mustSay(t, base, cases)
}

func TestNamesWithinABlockStandOnce(t *testing.T) {
	twice := func(inner string) string { return "  " + inner + "\n  " + mark + inner + "\n}\n" }
	site := "site \"x\" {\n  kind      = \"onprem\"\n  provider  = \"k0s\"\n  country   = \"JP\"\n  lead_time = \"1d\"\n"
	pool := "node_pool \"p\" {\n    nodes  = 1\n    cpu    = \"1\"\n    memory = \"1Gi\"\n  }"
	book := "price_book \"x\" {\n  source   = \"x\"\n  date     = \"2026-01-01\"\n  currency = \"JPY\"\n"
	host := "host \"h\" {\n    role    = \"worker\"\n    address = \"x\"\n  }"
	var cases []mistakeCase
	for _, c := range []struct{ kind, src string }{
		{"node_pool", site + twice(pool)},
		{"storage_pool", site + pool + "\n" + twice("storage_pool \"s\" {}")},
		{"commitment", site + pool + "\n" + twice("commitment \"c\" {}")},
		{"host", site + pool + "\n  k0s {\n" + twice(host) + "}\n"},
		{"machine", book + twice("machine \"m\" {\n    cpu    = 1\n    memory = \"1Gi\"\n  }")},
		{"egress", book + twice("egress \"china\" {\n    tier {\n      price = \"1 JPY/GiB\"\n    }\n  }")},
		{"disk", book + twice("disk \"ssd\" {\n    price = \"1 JPY/GiB\"\n  }")},
		{"call", "service \"x\" {\n" + twice("call \"front\" {}")},
		{"volume", "service \"x\" {\n" + twice("volume \"v\" {}")},
		{"call", "class \"x\" {\n" + twice("call \"front\" {}") + "service \"x\" {\n  class = \"x\"\n}\n"},
		{"volume", "product \"x\" {\n" + twice("volume \"v\" {}")},
	} {
		cases = append(cases, mistakeCase{c.kind, c.src, []said{{"", CodeDuplicate, "Duplicate " + c.kind, "already. Rename or remove one."}}})
	}
	mustSay(t, base, cases)
}

func TestManyBlocksOfOneNameAreEachReported(t *testing.T) {
	src := strings.Repeat("team \"a\" {\n}\n", few+5)
	_, diags := Parse([]Source{{"a.hcl", []byte(src)}}, Options{Fragment: true})
	if len(diags) != few+4 {
		t.Errorf("%d diagnostics of %d blocks", len(diags), few+5)
	}
}

func TestAllMoneyCanBeConverted(t *testing.T) {
	const eur = "rate \"EUR\" {\n  value  = %s\n  date   = \"2026-10-31\"\n  source = \"x\"\n}\n"
	mustSay(t, base, []mistakeCase{
		{"a rate for all", fmt.Sprintf(eur, `"160 JPY"`) + "product \"a\" {\n  budget {\n    monthly = \"1 EUR/mo\"\n  }\n}", nil},
		{"no rate, told once", "product \"a\" {\n  budget {\n    monthly = ▸\"1 EUR/mo\"\n  }\n}\nproduct \"b\" {\n  budget {\n    monthly = \"1 EUR/mo\"\n  }\n}", []said{
			{"", CodeCurrency, "No rate for EUR", `Add a block rate "EUR" with value = "… JPY"`},
		}},
		{"in a map of rates", "link \"a\" \"b\" {\n  path   = \"vpn\"\n  egress = ▸{ a = \"1 CHF/GiB\" }\n}", []said{
			{"case.hcl:1,1", CodeReference, "Unknown site", `"a"`},
			{"case.hcl:1,1", CodeReference, "Unknown site", `"b"`},
			{"", CodeCurrency, "No rate for CHF", ""},
		}},
		{"a rate in another currency", fmt.Sprintf(eur, `▸"1.1 USD"`), []said{{"", CodeCurrency, "Rate in another currency", "one EUR is worth; this is in USD"}}},
		{"a rate of nothing", fmt.Sprintf(eur, `▸"0 JPY"`), []said{{"", CodeCombination, "Rate of nothing", "must be more than 0"}}},
		{"the own currency", strings.Replace("▸"+fmt.Sprintf(eur, `"1 JPY"`), "EUR", "JPY", 1), []said{{"", CodeCurrency, "Rate for the own currency", "it needs no rate. Remove the block."}}},
		{"no currency", strings.Replace(fmt.Sprintf(eur, `"1 JPY"`), `"EUR"`, `▸"eur"`, 1), []said{{"", CodeLabels, "Not a name", `"eur" is not a currency`}}},
	})
}
