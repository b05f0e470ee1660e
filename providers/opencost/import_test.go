package opencost

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/spec"
	"berth.dev/providers/manifest"
)

// options have a day, and a machine of the sheet of Kubecost.
func options() Options {
	return Options{
		Date:     time.Date(2026, 10, 31, 0, 0, 0, 0, time.UTC),
		Machines: map[string]Size{"R730-type1": {"32", "256Gi"}},
	}
}

// shared is a folder of the data for tests.
func shared(t testing.TB) string {
	t.Helper()
	dir := filepath.Join("..", "..", "..", "shared", "data", "opencost")
	if _, err := os.Stat(dir); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("needs ../shared/data/opencost, which is not here")
	}
	return dir
}

func file(t testing.TB, name string) manifest.Source {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(shared(t), filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return manifest.Source{Name: name, Bytes: text}
}

// readable holds a price book against the language.
func readable(t testing.TB, hcl []byte) *spec.PriceBook {
	t.Helper()
	w, diags := spec.Parse([]spec.Source{{Name: "prices.hcl", Bytes: hcl}}, spec.Options{Fragment: true})
	if diags.HasErrors() {
		t.Fatalf("%v\n%s", diags, hcl)
	}
	return w.PriceBooks[0]
}

func TestTheDefaultPricesBecomeAPriceBook(t *testing.T) {
	res, err := Import(file(t, "configs/default.json"), options())
	if err != nil {
		t.Fatal(err)
	}
	// By hand: 730 × 0.031611, 0.004237, 0.006655, 0.000892, 0.00005479452. The machine
	// has 32 cores and 256 GiB: 32 × 0.031611 + 256 × 0.004237 an hour, and
	// 730 × (32 × 0.006655 + 256 × 0.000892) a month where it can be taken away.
	want := `# Prices of OpenCost, of the file default.json.
price_book "opencost-default" {
  source   = "OpenCost, default.json"
  date     = "2026-10-31"
  currency = "USD"

  machine "r730-type1" {
    # Called R730-type1 in the file.
    # Of the prices of its cores and memory.
    cpu    = "32"
    memory = "256Gi"
    hour   = "2.096224 USD/h"
    spot   = "322.15776 USD/mo"
  }

  autopilot {
    # A core and a GiB a month: sites with mode = "autopilot" are priced by them.
    cpu         = "23.07603 USD/mo"
    memory      = "3.09301 USD/mo"
    spot_cpu    = "4.85815 USD/mo"
    spot_memory = "0.65116 USD/mo"
  }

  disk "standard" {
    price = "0.0399999996 USD/GiB"
  }

  egress "internet" {
    tier {
      price = "0.12 USD/GiB"
    }
  }
}
`
	if diff := cmp.Diff(want, string(res.HCL)); diff != "" {
		t.Error(diff)
	}
	open := []string{
		"a GPU costs 0.95 USD an hour: the language has no price of devices",
		"a GiB to another zone costs 0.01 USD: it is not counted, as a site is one zone here",
		"a GiB to another region costs 0.01 USD: say it as egress of the link between two sites",
	}
	if diff := cmp.Diff(open, res.Open); diff != "" {
		t.Error(diff)
	}
	readable(t, res.HCL)
}

func TestTheSheetOfKubecostBecomesMachinesAndDisks(t *testing.T) {
	res, err := Import(file(t, "kubecost/custom-pricing.csv"), options())
	if err != nil {
		t.Fatal(err)
	}
	b := readable(t, res.HCL)
	if len(b.Machines) != 1 || b.Machines[0].Name != "r730-type1" || b.Machines[0].Hour.V.String() != "1.35 USD/h" {
		t.Errorf("machines are wrong:\n%s", res.HCL)
	}
	if len(b.Disks) != 1 || b.Disks[0].Name != "standard" || b.Disks[0].Price.V.String() != "321.2 USD/GiB" {
		t.Errorf("disks are wrong:\n%s", res.HCL)
	}
	if b.Region.V != "us-east-2" || !strings.Contains(string(res.HCL), `# machine "g4dn-xlarge" {`) {
		t.Errorf("the region or what has no size is wrong:\n%s", res.HCL)
	}
	if len(res.Open) != 4 { // two GPUs, two machines without a size
		t.Errorf("open: %q", res.Open)
	}
}

func TestEverySampleIsReadOrRefusedWithItsReason(t *testing.T) {
	refused := map[string]string{
		"configs/invalidconfig.json":           `CPU is "0.03900asd", which is no price`,
		"configs/awsreservationofferings.json": "no prices of OpenCost",
		"configs/pricing_schema_region.csv":    "prices of 2 regions",
		"export-sample.csv":                    "no column AssetClass",
	}
	dir := shared(t)
	var all []string
	for _, pattern := range []string{"configs/*", "kubecost/*", "*.csv"} {
		names, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, names...)
	}
	if len(all) < 16 {
		t.Fatalf("only %d samples", len(all))
	}
	for _, path := range all {
		name, err := filepath.Rel(dir, path)
		if err != nil {
			t.Fatal(err)
		}
		name = filepath.ToSlash(name)
		res, err := Import(file(t, name), options())
		if want := refused[name]; want != "" {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: the error is %v, want one with %q", name, err, want)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		readable(t, res.HCL)
	}
}

func TestARowOfTheRegionWinsOverOneForAll(t *testing.T) {
	for region, want := range map[string]string{"regionone": "0.1337", "regiontwo": "0.1338", "elsewhere": "0.1339"} {
		o := options()
		o.Region = region
		o.Machines = map[string]Size{"gke-standard-cluster-1-pool-1-91dc432d-cg69": {"4", "16Gi"}}
		res, err := Import(file(t, "configs/pricing_schema_region.csv"), o)
		if err != nil {
			t.Fatal(err)
		}
		if got := readable(t, res.HCL).Machines[0].Hour.V.String(); got != want+" USD/h" {
			t.Errorf("%s: %s, want %s", region, got, want)
		}
	}
}

// A month's prices in the forms that hold them.
var monthly = map[string]string{
	"a ConfigMap of single prices": "kind: ConfigMap\napiVersion: v1\ndata: {CPU: '28', RAM: '3.09'}",
	"OpenCost's chart":             "opencost: {customPricing: {enabled: true, costModel: {CPU: 28, RAM: 3.09, description: x}}}",
	"Kubecost's chart":             "kubecostProductConfigs: {defaultModelPricing: {enabled: true, CPU: 28, RAM: 3.09}}",
}

func TestPricesOfAMonthAndOfAnHourAreToldApart(t *testing.T) {
	hourly := map[string]string{
		"the file":         `{"CPU": "28", "RAM": "3.09"}`,
		"a ConfigMap's":    "kind: ConfigMap\ndata:\n  default.json: |\n    {\"CPU\": \"28\", \"RAM\": \"3.09\"}\n",
		"a list of others": "kind: Deployment\n---\nkind: ConfigMap\ndata:\n  default.json: '{\"CPU\": \"28\", \"RAM\": \"3.09\"}'\n",
	}
	check := func(forms map[string]string, per, want string) {
		for name, text := range forms {
			o := options()
			o.Per = per
			res, err := Import(manifest.Source{Name: "prices.yaml", Bytes: []byte(text)}, o)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			if got := readable(t, res.HCL).Autopilot.CPU.V.String(); got != want {
				t.Errorf("%s: a core costs %s, want %s", name, got, want)
			}
		}
	}
	check(monthly, "", "28 USD/mo")
	check(hourly, "", "20440 USD/mo")
	check(hourly, "month", "28 USD/mo")
}

func TestWhatIsNoPriceIsRefused(t *testing.T) {
	for text, want := range map[string]string{
		`{"CPU": "-1"}`:        "less than nothing",
		`{"CPU": "NaN"}`:       "no price",
		`{"a": 1}`:             "no prices of OpenCost",
		"{":                    "not YAML",
		"":                     "no prices",
		"a,b,c,d,e\n1,2,3,4,5": "no column",
		"InstanceID,AssetClass,MarketPriceHourly,Region,InstanceType\n,node,1,,\n":      "names neither",
		"InstanceID,AssetClass,MarketPriceHourly,Region,InstanceType\na,node,cheap,,\n": `"cheap", which is no price`,
	} {
		if _, err := Import(manifest.Source{Name: "prices", Bytes: []byte(text)}, options()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: the error is %v, want one with %q", text, err, want)
		}
	}
}

func TestSecretsBesideThePricesAreNotWritten(t *testing.T) {
	res, err := Import(manifest.Source{Name: "aws.json", Bytes: []byte(`{"CPU": "1", "RAM": "1", "awsServiceKeySecret": "hunter2"}`)}, options())
	if err != nil {
		t.Fatal(err)
	}
	if all := string(res.HCL) + fmt.Sprint(res.Open); strings.Contains(all, "hunter2") {
		t.Error(all)
	}
}

func FuzzImport(f *testing.F) {
	f.Add("a.json", []byte(`{"CPU": "0.03", "RAM": "0.004", "storage": "1"}`))
	f.Add("a.csv", []byte("EndTimestamp,InstanceID,Region,AssetClass,InstanceIDField,InstanceType,MarketPriceHourly,Version\n,a,,node,metadata.name,,1,\n"))
	for _, text := range monthly {
		f.Add("a.yaml", []byte(text))
	}
	f.Fuzz(func(t *testing.T, name string, text []byte) {
		res, err := Import(manifest.Source{Name: name, Bytes: text}, options())
		if err == nil {
			readable(t, res.HCL)
		}
	})
}
