package month

import (
	"encoding/csv"
	"math/big"
	"os"
	"strconv"
	"strings"
	"testing"

	"berth.dev/engine/spec"
)

// records reads a CSV file as rows by column.
func records(t *testing.T, name string) (out []map[string]string) {
	t.Helper()
	file, err := os.Open(folder + "/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	all, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range all[1:] {
		r := map[string]string{}
		for i, column := range all[0] {
			r[column] = row[i]
		}
		out = append(out, r)
	}
	return out
}

func rat(t *testing.T, s string) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		t.Fatalf("%q is no number", s)
	}
	return r
}

// written are the lines of the document's blocks.
func written(t *testing.T, month string) string {
	t.Helper()
	raw, err := os.ReadFile(folder + "/month.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range strings.Split(string(raw), "\n## ")[1:] {
		if heading, _, _ := strings.Cut("## "+part, ":"); months()[heading] == month {
			return part
		}
	}
	t.Fatalf("the document has no %s", month)
	return ""
}

func TestTheDocumentIsOfTheRowsOfTheBills(t *testing.T) {
	for _, h := range document(t) {
		rows := records(t, "bills/gke-"+h.month+".csv")
		text := written(t, h.month)
		for i, r := range rows {
			name := "row" + strconv.Itoa(i+1)
			h.is(t, name, rat(t, r["BilledCost"]))
			if q := r["ConsumedQuantity"]; q != "" && !strings.Contains(text, "\n"+name+" = "+q+" × "+r["ListUnitPrice"]+" = ") {
				t.Errorf("%s: %s is not the quantity × the price of the row: %s × %s", h.month, name, q, r["ListUnitPrice"])
			}
			if r["BilledCost"] != r["EffectiveCost"] || r["BillingCurrency"] != "USD" {
				t.Errorf("%s: %s is not as simple as the document has it: %v", h.month, name, r)
			}
		}
		if h.values["row"+strconv.Itoa(len(rows)+1)] != nil {
			t.Errorf("%s: the document has more rows than the bill, which has %d", h.month, len(rows))
		}
	}
}

func TestTheDocumentIsOfWhatTheMachinesWereUsedFor(t *testing.T) {
	for _, h := range document(t) {
		text, n := written(t, h.month), 0
		for _, r := range records(t, "usage/tokyo.csv") {
			if r["month"] != h.month {
				continue
			}
			n++
			line := "\n" + strings.ReplaceAll(r["service"], "-", "_") + "_units = " + r["core_hours"] + " + " + r["gib_hours"] + " ÷ 7.46 ≈ "
			if !strings.Contains(text, line) {
				t.Errorf("%s: the document does not have %q", h.month, line)
			}
		}
		if got := strings.Count(text, "_units = "); got != n {
			t.Errorf("%s: %d services used the machines in the document, and %d in the file", h.month, got, n)
		}
	}
}

func TestTheDocumentIsOfTheMachinesOfTheSpecs(t *testing.T) {
	sources, err := spec.ReadFolder(os.DirFS(folder), spec.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	w, _ := spec.Parse(sources, spec.Options{})
	site := w.Site("tokyo")
	p := site.Pools[0]
	const gib = 1 << 30
	for what, is := range map[string]bool{
		"14 nodes, one spare":            p.Nodes.V == 14 && p.Spare.V == 1,
		"64 cores, 2 of them reserved":   p.CPU.V == 64 && p.Reserved.V.CPU == 2,
		"256 GiB, 8 of them reserved":    p.Memory.V == 256*gib && p.Reserved.V.Memory == 8*gib,
		"1900000 JPY over 60 months":     p.Purchase.V.String() == "1900000 JPY" && p.Life.V == 60*730*3600,
		"450 W at PUE 1.5":               p.PowerMax.V == 450 && site.PUE.V == 1.5,
		"24 JPY a kWh":                   site.Electricity.V.Amount.String() == "24 JPY",
		"21000 JPY of upkeep":            p.Upkeep.V.Amount.String() == "21000 JPY",
		"in service before October 2026": p.InService.V.Format("2006-01-02") == "2024-04-01",
		"a dollar is 150 JPY":            w.Rate("USD").Value.V.String() == "150 JPY",
		"nobody administers it":          !p.Administration.Set(),
	} {
		if !is {
			t.Errorf("the document counts with %s, and the specs say something else", what)
		}
	}
	weights := w.Shares[0].Weights.V
	if w.Shares[0].Name != "iap" || weights["pixiv-ads"] != 2 || weights["pixiv-sketch"] != 1 || weights["vroid-hub"] != 1 {
		t.Errorf("iap is passed on by %v", weights)
	}
}
