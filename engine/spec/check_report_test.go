package spec

import (
	"fmt"
	"strings"
	"testing"
)

// reportBlock is a workspace's block about its report with words in it: workspace blocks
// cannot be laid over each other, so that the base's is written anew.
func reportBase(words string) string {
	return `
workspace {
  currency       = "JPY"
  as_of          = "2026-10-31"
  reference_site = "gke"
  hourly_rate    = "6000 JPY/h"
  report {
` + words + `
  }
}
` + base[len("\nworkspace {\n  currency       = \"JPY\"\n  as_of          = \"2026-10-31\"\n  reference_site = \"gke\"\n  hourly_rate    = \"6000 JPY/h\"\n}\n"):]
}

func TestAReportSaysWhereItsThingsLie(t *testing.T) {
	for _, c := range []struct {
		name, words string
		want        []said
	}{
		{"all said", "    zone = \"Asia/Tokyo\"\n    plans = [\"plans/*.json\", \"plan.json\"]\n    archive = \"out/reported\"\n    warehouse = \"duckdb:data/bills.duckdb\"\n    close = \"0s\"", nil},
		{"a project", "    warehouse = \"bigquery:example-prod\"", nil},
		{"an old project", "    warehouse = \"bigquery:example.com:prod-1\"", nil},
		{"no such zone", "    zone = \"Asia/Tokio\"", []said{{"base.hcl:8,12", CodeReference, "Unknown time zone", `as in "Asia/Tokyo"`}}},
		{"the machine's own zone", "    zone = \"Local\"", []said{{"base.hcl:8,12", CodeReference, "Unknown time zone", "IANA"}}},
		{"plans elsewhere", "    plans = [\"/etc/*.json\", \"../plan.json\"]", []said{
			{"base.hcl:8,13", CodeForm, "Not in the workspace", `"../plan.json" does not`}, {"base.hcl:8,13", CodeForm, "Not in the workspace", `"/etc/*.json" does not`},
		}},
		{"plans that are none", "    plans = [\"plans/*.hcl\", \"plans/[.json\"]", []said{
			{"base.hcl:8,13", CodeForm, "Not a pattern", `"plans/[.json" is no pattern`}, {"base.hcl:8,13", CodeForm, "Unknown kind of file", `"plans/*.hcl" ends in none of .json`},
		}},
		{"no plans", "    plans = []", []said{{"base.hcl:8,13", CodeCombination, "No files", "plans is an empty list"}}},
		{"an archive elsewhere", "    archive = \"reported/../../x\"", []said{{"base.hcl:8,15", CodeForm, "Not in the workspace", "archive must lie in the workspace's folder"}}},
		{"an archive on a drive", "    archive = \"C:\\\\reported\"", []said{{"base.hcl:8,15", CodeForm, "Not in the workspace", `with "/" between`}}},
		{"an archive that is all of it", "    archive = \".\"", []said{{"base.hcl:8,15", CodeForm, "Not in the workspace", "archive"}}},
		{"a warehouse elsewhere", "    warehouse = \"duckdb:/var/bills.duckdb\"", []said{{"base.hcl:8,17", CodeForm, "Not in the workspace", "warehouse"}}},
		{"a warehouse without a file", "    warehouse = \"duckdb:\"", []said{{"base.hcl:8,17", CodeForm, "Not in the workspace", "warehouse"}}},
		{"nobody who pays", "    warehouse = \"bigquery:\"", []said{{"base.hcl:8,17", CodeForm, "Not a warehouse", "bigquery:example-prod"}}},
		{"a project with a quote", "    warehouse = \"bigquery:a`b\"", []said{{"base.hcl:8,17", CodeForm, "Not a warehouse", "small letters"}}},
		{"another warehouse", "    warehouse = \"snowflake:x\"", []said{{"base.hcl:8,17", CodeReference, "Unknown warehouse", `"duckdb", "duckdb:FILE" or "bigquery:PROJECT"`}}},
		{"never closed", "    close = \"9999999d\"", []said{{"base.hcl:8,13", CodeForm, "Too long", "at most ten years"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, diags := Parse([]Source{{"base.hcl", []byte(reportBase(c.words))}}, Options{})
			compare(t, diags, c.want, nil)
		})
	}
}

// billBlock is a bill of gke with words in it.
func billBlock(words string) string {
	return "bill \"a\" {\n  kind = \"focus\"\n  site = \"gke\"\n" + words + "\n}\n"
}

const files = "  files = [\"bills/*.csv\"]\n"

func TestABillSaysWhereItsRowsAre(t *testing.T) {
	mustSay(t, base, []mistakeCase{
		{"all endings", billBlock(`  files = ["a.csv", "b/*.csv.gz", "c.jsonl", "d.jsonl.gz", "e-*.parquet"]`), nil},
		{"nowhere", "▸" + billBlock(""), []said{{"", CodeMissing, "Bill from nowhere", "bills/*.parquet"}}},
		{"twice", billBlock(files + "  table = ▸\"billing.focus\""), []said{{"", CodeCombination, "Files and a table", "Remove one"}}},
		{"a table of no warehouse", billBlock("  table = ▸\"billing.focus\""), []said{{"", CodeCombination, "Table of no warehouse", `warehouse = "duckdb:FILE"`}}},
		{"elsewhere", billBlock("  files = ▸[\"/bills/*.csv\"]"), []said{{"", CodeForm, "Not in the workspace", "files must lie"}}},
		{"a spreadsheet", billBlock("  files = ▸[\"bills.xlsx\"]"), []said{{"", CodeForm, "Unknown kind of file", "ends in none of .csv, .csv.gz, .jsonl, .jsonl.gz, .parquet"}}},
		{"a site that is none", "bill \"a\" {\n  kind = \"gcp\"\n  site = ▸\"gkee\"\n" + files + "}\n", []said{{"", CodeReference, "Unknown site", `Did you mean "gke"?`}}},
		{"a currency without a rate", billBlock(files + "  currency = ▸\"EUR\""), []said{{"", CodeCurrency, "No rate for EUR", `rate "EUR"`}}},
		{"two of a name", billBlock(files) + "▸" + billBlock(files), []said{{"", CodeDuplicate, "Duplicate bill", "Rename or remove one"}}},
	})
}

func TestATableIsNamedSoThatItMayStandInAQuery(t *testing.T) {
	for _, c := range []struct {
		table string
		want  []said
	}{
		{"focus", nil}, {"billing.focus_1", nil}, {"example-prod.billing.gcp_billing_export_v1_0A-1B", nil},
		{"a.b.c.d", []said{{"", CodeForm, "Not a table", "billing.focus"}}},
		{"focus; DROP TABLE x", []said{{"", CodeForm, "Not a table", "billing.focus"}}},
		{"a`b", []said{{"", CodeForm, "Not a table", "billing.focus"}}},
		{"a'b", []said{{"", CodeForm, "Not a table", "billing.focus"}}},
		{".", []said{{"", CodeForm, "Not a table", "billing.focus"}}},
	} {
		t.Run(c.table, func(t *testing.T) {
			src, places := unmark(billBlock("  table = ▸\"" + c.table + "\""))
			if c.want == nil {
				places = nil
			}
			_, diags := Parse([]Source{{"base.hcl", []byte(reportBase("    warehouse = \"duckdb:x.duckdb\""))}, {"case.hcl", []byte(src)}}, Options{})
			compare(t, diags, c.want, places)
		})
	}
}

func TestAnAllocationExportCountsNothingTwice(t *testing.T) {
	export := func(site, more string) string {
		return "bill \"o\" {\n  kind = \"opencost\"\n  site = " + site + "\n" + files + more + "}\n"
	}
	mustSay(t, base, []mistakeCase{
		{"all said", export(`"gke"`, "  currency = \"USD\"\n  month = \"charge\"\n  names = [\"namespace\", \"tag:app\"]\n"), nil},
		{"no currency", "▸" + export(`"gke"`, ""), []said{{"", CodeMissing, "Bill without a currency", `currency = "USD"`}}},
		{"an invoice", export(`"gke"`, "  currency = \"USD\"\n  month = ▸\"invoice\"\n"), []said{{"", CodeCombination, "Month of an invoice", `month = "charge"`}}},
		{"owned machines", export(`▸"tokyo"`, "  currency = \"USD\"\n"), []said{{"", CodeCombination, "Machines that cost twice", `usage "tokyo"`}}},
		{"beside a bill", billBlock(files) + export(`▸"gke"`, "  currency = \"USD\"\n"), []said{{"", CodeCombination, "Machines that may cost twice", `bill "a" is of "gke", too`}}},
	})
}

func TestRulesOfABillNameKeysAndOwnersThatThereAre(t *testing.T) {
	rule := func(words string) string { return billBlock(files + "  assign \"x\" {\n" + words + "\n  }") }
	mustSay(t, base, []mistakeCase{
		{"good", billBlock(files + "  names = [\"tag:app\", \"resource\"]\n  assign \"x\" {\n    match = { service = \"Support*\", \"tag:app\" = \"\" }\n    team = \"ads\"\n    site = \"tokyo\"\n  }"), nil},
		{"a misspelt key", billBlock(files + "  names = ▸[\"sevice\"]"), []said{{"", CodeReference, "Unknown key of a bill", `Did you mean "service"?`}}},
		{"a tag with another mark", billBlock(files + "  names = ▸[\"tags:app\"]"), []said{{"", CodeReference, "Unknown key of a bill", `Did you mean "tag:app"?`}}},
		{"a tag without its mark", billBlock(files + "  names = ▸[\"app\"]"), []said{{"", CodeReference, "Unknown key of a bill", `"tag:app"`}}},
		{"a tag of nothing", billBlock(files + "  names = ▸[\"tag:\"]"), []said{{"", CodeForm, "Not a tag", `as in "tag:app"`}}},
		{"a key that is none in a rule", rule("    match = ▸{ skuu = \"a\" }\n    team = \"ads\""), []said{{"", CodeReference, "Unknown key of a bill", `Did you mean "sku"?`}}},
		{"a rule for every row", rule("    match = ▸{}\n    team = \"ads\""), []said{{"", CodeCombination, "Rule for no row", "match says which rows"}}},
		{"a rule for nobody", billBlock(files + "  ▸assign \"x\" {\n    match = { sku = \"a\" }\n  }"), []said{{"", CodeMissing, "Rule for nobody", "service, product and team"}}},
		{"a rule for two", billBlock(files + "  ▸assign \"x\" {\n    match = { sku = \"a\" }\n    team = \"ads\"\n    product = \"shop\"\n  }"), []said{{"", CodeCombination, "Rule for several", "one owner"}}},
		{"owners that are none", rule("    match = { sku = \"a\" }\n    team = ▸\"adz\""), []said{{"", CodeReference, "Unknown team", `Did you mean "ads"?`}}},
		{"a service that is none", rule("    match = { sku = \"a\" }\n    service = ▸\"frond\"\n    site = ▸\"tokio\""), []said{
			{"", CodeReference, "Unknown service", `Did you mean "front"?`}, {"", CodeReference, "Unknown site", `Did you mean "tokyo"?`},
		}},
		{"a product that is none", rule("    match = { sku = \"a\" }\n    product = ▸\"shoq\""), []said{{"", CodeReference, "Unknown product", `Did you mean "shop"?`}}},
		{"an owner in a wrong form", rule("    match = { sku = \"a\" }\n    service = ▸\"No Name\""), []said{{"", CodeForm, `Wrong value for "service"`, "is not a name"}}},
		{"a rule that is never asked", billBlock(files + "  assign \"x\" {\n    match = { sku = \"a\" }\n    team = \"ads\"\n  }\n  assign \"y\" {\n    match = ▸{ sku = \"a\" }\n    product = \"shop\"\n  }"), []said{{"", CodeDuplicate, "Rule that is never asked", `The assign "x" at case.hcl:5,3`}}},
		{"two rules of a name", billBlock(files + "  assign \"x\" {\n    match = { sku = \"a\" }\n    team = \"ads\"\n  }\n  ▸assign \"x\" {\n    match = { sku = \"b\" }\n    team = \"ads\"\n  }"), []said{{"", CodeDuplicate, "Duplicate assign", "Rename or remove one"}}},
	})
}

func TestUseOfMachinesComesFromSomewhere(t *testing.T) {
	use := func(words string) string { return "usage \"tokyo\" {\n" + words + "\n}\n" }
	mustSay(t, base, []mistakeCase{
		{"measured", use("  from = \"measured\""), nil},
		{"a file", use("  from = \"csv\"\n  files = [\"usage/*.csv\"]"), nil},
		{"an export", use("  from = \"opencost\"\n  files = [\"usage/*.parquet\"]\n  names = [\"controller\"]"), nil},
		{"a site that is none", "▸usage \"tokio\" {\n  from = \"measured\"\n}\n", []said{{"", CodeReference, "Unknown site", `Did you mean "tokyo"?`}}},
		{"two of a site", use("  from = \"measured\"") + "▸" + use("  from = \"requests\""), []said{{"", CodeDuplicate, "Duplicate usage", "Rename or remove one"}}},
		{"no files", "▸" + use("  from = \"csv\""), []said{{"", CodeMissing, "Use from nowhere", "usage/*.csv"}}},
		{"an export of nobody", "▸" + use("  from = \"opencost\"\n  files = [\"a.csv\"]"), []said{{"", CodeMissing, "Use of nobody", "tag:app"}}},
		{"files nobody reads", use("  from = \"measured\"\n  files = ▸[\"a.csv\"]"), []said{{"", CodeCombination, "Files nobody reads", `from = "csv"`}}},
		{"names nobody asks", use("  from = \"csv\"\n  files = [\"a.csv\"]\n  names = ▸[\"namespace\"]"), []said{{"", CodeCombination, "Names nobody asks", `from = "opencost"`}}},
		{"another kind of file", use("  from = \"csv\"\n  files = ▸[\"a.parquet\"]"), []said{{"", CodeForm, "Unknown kind of file", "none of .csv"}}},
		{"a key that is none", use("  from = \"opencost\"\n  files = [\"a.csv\"]\n  names = ▸[\"name space\"]"), []said{{"", CodeReference, "Unknown key of a bill", "namespace"}}},
	})
}

func TestSharesNameReceiversWithKeys(t *testing.T) {
	more := "service \"log\" {\n}\nservice \"auth\" {\n}\n"
	share := func(name, words string) string { return "share \"" + name + "\" {\n" + words + "\n}\n" }
	mustSay(t, base, []mistakeCase{
		{"for everybody", more + share("log", "  by = \"cpu\"\n  keep = 0.25"), nil},
		{"by weights", more + share("log", "  by = \"weights\"\n  services = [\"front\"]\n  products = [\"shop\"]\n  weights = { front = 1, shop = 0 }"), nil},
		{"level by level", more + share("log", "  by = \"even\"\n  services = [\"auth\", \"front\"]") + share("auth", "  by = \"cost\"\n  services = [\"front\"]"), nil},
		{"two for everybody", more + share("log", "  by = \"even\"") + share("auth", "  by = \"cost\""), nil},
		{"no such service", more + "▸" + share("lag", "  by = \"even\""), []said{{"", CodeReference, "Unknown service", `Did you mean "log"?`}}},
		{"no such receivers", more + share("log", "  by = \"even\"\n  services = ▸[\"auht\"]\n  products = ▸[\"shoq\"]"), []said{
			{"", CodeReference, "Unknown service", `Did you mean "auth"?`}, {"", CodeReference, "Unknown product", `Did you mean "shop"?`},
		}},
		{"nobody", more + share("log", "  by = \"even\"\n  services = ▸[]"), []said{{"", CodeCombination, "Share for nobody", "leave the line out"}}},
		{"a service beside its product", more + share("log", "  by = \"cost\"\n  services = ▸[\"front\"]\n  products = [\"shop\"]"), []said{{"", CodeCombination, "Counts twice", `of the product "shop"`}}},
		{"weights that are not asked", more + share("log", "  by = \"cost\"\n  weights = ▸{ front = 1 }"), []said{{"", CodeCombination, "Weights nobody asks", `by = "weights"`}}},
		{"no weights", more + "▸" + share("log", "  by = \"weights\"\n  services = [\"front\"]"), []said{{"", CodeMissing, "Share without weights", "weights = {"}}},
		{"weights of nobody", more + "▸" + share("log", "  by = \"weights\"\n  weights = { front = 1 }"), []said{{"", CodeMissing, "Weights of nobody", "services or products"}}},
		{"a weight for another", more + share("log", "  by = \"weights\"\n  services = [\"front\"]\n  weights = ▸{ front = 1, fornt = 1 }"), []said{{"", CodeReference, "Unknown receiver", `Did you mean "front"?`}}},
		{"a receiver without one", more + share("log", "  by = \"weights\"\n  services = [\"front\", \"auth\"]\n  weights = ▸{ front = 1 }"), []said{{"", CodeMissing, "Receiver without a weight", `"auth" receives`}}},
		{"weights of nothing", more + share("log", "  by = \"weights\"\n  services = [\"front\"]\n  weights = ▸{ front = 0 }"), []said{{"", CodeCombination, "Weights of nothing", "more than 0"}}},
		{"with itself", more + share("log", "  by = \"even\"\n  services = ▸[\"log\", \"front\"]"), []said{{"", CodeCycle, "Shared with itself", `"log" passes its cost on to itself`}}},
		{"in a circle", more + share("front", "  by = \"even\"\n  services = [\"auth\"]") + share("auth", "  by = \"even\"\n  services = ▸[\"log\"]") + share("log", "  by = \"even\"\n  services = [\"front\"]"), []said{
			{"", CodeCycle, "Shared in a circle", "auth to log to front to auth"},
		}},
	})
}

func TestALongCircleOfSharesIsNotNamedInFull(t *testing.T) {
	var b strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&b, "service \"s%03d\" {\n}\nshare \"s%03d\" {\n  by       = \"even\"\n  services = [\"s%03d\"]\n}\n", i, i, (i+1)%1000)
	}
	_, diags := Parse([]Source{{"base.hcl", []byte(base)}, {"case.hcl", []byte(b.String())}}, Options{})
	compare(t, diags, []said{{"case.hcl:5,14", CodeCycle, "Shared in a circle",
		"s000 to s001 to s002 to s003 to s004 to s005 to s006 to … and so on back to s000. Take"}}, nil)
}

func TestACommitmentBelongsToSomebody(t *testing.T) {
	site := func(owner string) string {
		return "site \"other\" {\n  kind = \"cloud\"\n  provider = \"gke\"\n  country = \"JP\"\n  prices = \"gcp\"\n  node_pool \"web\" {\n    machine = \"e2-standard-8\"\n  }\n  commitment \"c\" {\n    cpu = \"10\"\n    owner = " + owner + "\n  }\n}\n"
	}
	mustSay(t, base, []mistakeCase{
		{"a service", site(`"front"`), nil},
		{"a product", site(`"shop"`), nil},
		{"a team", site(`"ads"`), nil},
		{"nobody", site(`▸"adz"`), []said{{"", CodeReference, "Unknown service, product or team", `Did you mean "ads"?`}}},
	})
}
