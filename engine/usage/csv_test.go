package usage_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/bill"
	"berth.dev/engine/usage"
)

const header = "month,site,pool,service,core_hours,gib_hours,requests\n"

var october = bill.Month{Year: 2026, Month: time.October}

func TestAUsageFileIsRead(t *testing.T) {
	want := []usage.Row{
		{Month: october, Use: usage.Use{Site: "tokyo", Pool: "general", Service: "vroid-hub", CoreHours: 14880, GiBHours: 59520}},
		{Month: october, Use: usage.Use{Site: "tokyo", Service: "a shop", CoreHours: 0.5}, Requests: 12, Counted: true},
		{Month: october.Plus(-1), Use: usage.Use{CoreHours: 1}},
	}
	for what, text := range map[string]string{
		"as it is documented":      header + "2026-10,tokyo,general,vroid-hub,14880,59520,\n2026-10,tokyo,,a shop,0.5,,12\n2026-09,,,,1,,\n",
		"as spreadsheets write it": "\uFEFF" + strings.ReplaceAll(header+"2026-10,tokyo,general,\"vroid-hub\",14880,59520,\n2026-10, tokyo ,,a shop,.50,,012\n2026-09,,,,1.,,", "\n", "\r\n"),
		"in another order":         "Requests,core_hours,Service,site,pool,month,gib_hours\n,14880,vroid-hub,tokyo,general,2026-10,59520\n12,0.5,a shop,tokyo,,2026-10,\n,1,,,,2026-09,\n",
	} {
		got, err := usage.Read(strings.NewReader(text), "use.csv")
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", what, d)
		}
	}
}

func TestColumnsThatNobodyNeedsMayBeMissing(t *testing.T) {
	got, err := usage.Read(strings.NewReader("month,service,core_hours\n2026-10,web,3\n"), "use.csv")
	if d := cmp.Diff([]usage.Row{{Month: october, Use: usage.Use{Service: "web", CoreHours: 3}}}, got); d != "" || err != nil {
		t.Errorf("%v\n%s", err, d)
	}
}

func TestEveryMistakeOfAUsageFileIsToldWithItsPlace(t *testing.T) {
	for text, want := range map[string]string{
		"":                                                  "use.csv: the file is empty",
		"month,service,cores\n":                             `use.csv:1: "cores" is no column of a usage file`,
		"month,service,core_hour\n":                         "(do you mean core_hours?)",
		"month,service\n":                                   "use.csv:1: the column core_hours is missing",
		"month,service,core_hours,month\n":                  "use.csv:1: the column month stands twice",
		header + "10/2026,,,web,1,,\n":                      `use.csv:2, month: "10/2026" is not a month`,
		header + "2026-10,,,web,-1,,\n":                     `use.csv:2, core_hours: "-1" is not a decimal number`,
		header + "2026-10,,,web,NaN,,\n":                    `use.csv:2, core_hours: "NaN" is not a decimal number`,
		header + "2026-10,,,web,1e6,,\n":                    `use.csv:2, core_hours: "1e6" is not a decimal number`,
		header + "2026-10,,,web,\"1,5\",,\n":                "a point parts the decimals",
		header + "2026-10,,,web,1,5,,\n":                    "use.csv:2: the row has not as many fields as the first line: is a number written with a comma?",
		header + "2026-10,,,web,1,.,\n":                     `use.csv:2, gib_hours: "." is not a decimal number`,
		header + "2026-10,,,web,9999999999999,,\n":          `use.csv:2, core_hours: "9999999999999" is too large`,
		header + "2026-10,,,web,1,,\n\n2026-10,,,web,2,,\n": "use.csv:4: the same month, site, pool and service as in line 2: add them up",
		header + "2026-10,,,we\x00b,1,,\n":                  "use.csv:2, service: the field is too long or no text",
		header + "2026-10,,,we\"b,1,,\n":                    "use.csv:2: bare \" in non-quoted",
		header + "2026-10,,,web,x,,\n2026-10,,,web,y,,\n":   "use.csv:3, core_hours: \"y\"",
	} {
		_, err := usage.Read(strings.NewReader(text), "use.csv")
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", text, err, want)
		}
	}
}

func TestOfManyMistakesTheFirstAreToldAndTheOthersCounted(t *testing.T) {
	text := header
	for i := range 50 {
		text += fmt.Sprintf("2026-10,,,web-%d,x,,\n", i)
	}
	_, err := usage.Read(strings.NewReader(text), "use.csv")
	if err == nil || strings.Count(err.Error(), "\n") != 20 || !strings.HasSuffix(err.Error(), "use.csv: and 30 more mistakes") {
		t.Errorf("got %v", err)
	}
}

// endless gives rows for ever.
type endless struct {
	begun bool
	at    int
}

func (e *endless) Read(p []byte) (int, error) {
	const rows = "2026-10,tokyo,general,web,1,1,1\n"
	n := 0
	if !e.begun {
		e.begun = true
		n = copy(p, header)
	}
	for n < len(p) {
		k := copy(p[n:], rows[e.at:])
		n, e.at = n+k, (e.at+k)%len(rows)
	}
	return n, nil
}

func TestAFileWithoutEndIsRefused(t *testing.T) {
	if testing.Short() {
		t.Skip("it reads 64 MiB")
	}
	_, err := usage.Read(&endless{}, "use.csv")
	if err == nil || err.Error() != "use.csv: the file is larger than 64 MiB: split it by months" {
		t.Errorf("got %v", err)
	}
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var want []usage.Row
		text := header
		for i := range rapid.IntRange(0, 20).Draw(t, "rows") {
			r := usage.Row{Month: october.Plus(rapid.IntRange(-20, 20).Draw(t, "month")), Use: usage.Use{
				Site: rapid.SampledFrom([]string{"", "tokyo"}).Draw(t, "site"), Pool: rapid.SampledFrom([]string{"", "general"}).Draw(t, "pool"),
				Service:   fmt.Sprintf("s-%d", i),
				CoreHours: rapid.Float64Range(0, 1e9).Draw(t, "core-hours"), GiBHours: rapid.Float64Range(0, 1e9).Draw(t, "GiB-hours"),
			}}
			text += fmt.Sprintf("%s,%s,%s,%s,%.17f,%.17f,\n", r.Month, r.Site, r.Pool, r.Service, r.CoreHours, r.GiBHours)
			want = append(want, r)
		}
		got, err := usage.Read(strings.NewReader(text), "use.csv")
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got, cmp.Comparer(near)); d != "" {
			t.Fatalf("(-want +got):\n%s", d)
		}
	})
}

// near compares numbers that were written with so many digits.
func near(a, b float64) bool { return a-b <= 1e-9 && b-a <= 1e-9 }

// FuzzRead reads any bytes: mistakes or rows, and every row has sound numbers.
func FuzzRead(f *testing.F) {
	f.Add([]byte(header + "2026-10,tokyo,general,vroid-hub,14880,59520,\n"))
	f.Add([]byte("\uFEFFmonth,service,core_hours\r\n2026-10,\"a\nb\",3\r\n"))
	f.Add([]byte(header + "2026-10,,,web,\"1,5\",,\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		rows, err := usage.Read(strings.NewReader(string(data)), "use.csv")
		if err != nil && len(rows) > 0 {
			t.Fatal("rows and an error")
		}
		for _, r := range rows {
			for _, n := range []float64{r.CoreHours, r.GiBHours, r.Requests} {
				if !(n >= 0 && n <= 1e18) {
					t.Fatalf("%+v", r)
				}
			}
			if r.Month.Year < 1970 || strings.ContainsAny(r.Service+r.Site+r.Pool, "\n\r\x00") {
				t.Fatalf("%+v", r)
			}
		}
	})
}
