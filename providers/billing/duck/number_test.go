//go:build cgo && (linux || darwin) && (amd64 || arm64)

package duck_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math"
	"math/big"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"berth.dev/engine/bill"
	"berth.dev/providers/billing/duck"
)

// focusHead and focusRow are a bill with the fewest columns.
const focusHead = "BilledCost,EffectiveCost,BillingCurrency,BillingPeriodStart,BillingPeriodEnd,ChargePeriodStart,ChargePeriodEnd,ChargeCategory\n"

func focusRow(cost string) string {
	return quote(cost) + "," + quote(cost) + ",USD,2026-10-01T00:00:00Z,2026-11-01T00:00:00Z,2026-10-05T00:00:00Z,2026-10-05T01:00:00Z,Usage\n"
}

func quote(s string) string {
	if strings.ContainsAny(s, ",\"\n") {
		return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
	}
	return s
}

// file is one with a text.
func file(t testing.TB, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestANumberIsReadToItsLastDigitOrIsBad(t *testing.T) {
	cases := []struct{ text, want string }{
		{"0", "0"}, {"-0", "0"}, {"1.5", "1.5"}, {"-1.5", "-1.5"}, {"+1.5", "1.5"}, {" 1.50 ", "1.5"}, {".5", "0.5"}, {"5.", "5"}, {"-.5", "-0.5"},
		{"0.123456789", "0.123456789"}, {"0.1234567891", "0.1234567891"}, {"-0.1234567891", "-0.1234567891"},
		{"0.123456789012345678901234567890123456", "0.123456789012345678901234567890123456"},
		{"-99999999999999999999.999999999999999999999999999999999999", "-99999999999999999999.999999999999999999999999999999999999"},
		{"0.1000000000000000000000000000000000000000000000", "0.1"}, {"1000000000", "1000000000"}, {"12345678901234567890", "12345678901234567890"},
		{"1e3", "1000"}, {"1E-3", "0.001"}, {"1.25e+2", "125"}, {"1e-36", "0.000000000000000000000000000000000001"}, {"12.5E-7", "0.00000125"}, {"0e99", "0"}, {"1e19", "10000000000000000000"},
		{"$50,000.00 ", "50000"}, {"-$1,234.5", "-1234.5"}, {"10,100.25", "10100.25"},
		{"1e-37", ""}, {"1e999", ""}, {"1e30", ""}, {"1,5", ""}, {"1,500", ""}, {"1.500,00", ""}, {"NaN", ""}, {"nan", ""}, {"inf", ""}, {"-Infinity", ""}, {"1_000", ""}, {"0x10", ""},
		{"--1", ""}, {"1-", ""}, {".", ""}, {"-", ""}, {"e5", ""}, {"1e", ""}, {"abc", ""}, {"", ""}, {"NULL", ""}, {"1 2", ""}, {"(5.00)", ""}, {"€5", ""}, {"１", ""}, {"true", ""},
		{strings.Repeat("9", 250), ""}, {"0." + strings.Repeat("0", 36) + "1", ""},
	}
	// Each stands in a row of an account of its own, of one file: a row that is not there is
	// bad.
	var text strings.Builder
	text.WriteString("SubAccountId," + focusHead)
	bad := int64(0)
	for i, c := range cases {
		fmt.Fprintf(&text, "n%d,%s", i, focusRow(c.text))
		if c.want == "" {
			bad++
		}
	}
	a := ask(bill.FOCUS, file(t, "numbers.csv", text.String()))
	a.Keys = []string{"sub_account"}
	answer, err := reader(t, duck.Options{}).Read(context.Background(), a)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]string{}
	for _, r := range answer.Rows {
		got[r.Keys[0]] = append(got[r.Keys[0]], r.Billed.String())
	}
	for i, c := range cases {
		var want []string
		if c.want != "" {
			want = []string{c.want + " USD"}
		}
		if diff := cmp.Diff(want, got[fmt.Sprintf("n%d", i)]); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.text, diff)
		}
	}
	if answer.Bad != bad || answer.Count != int64(len(cases)) {
		t.Errorf("%d bad of %d, want %d of %d", answer.Bad, answer.Count, bad, len(cases))
	}
}

// texts are numbers in all the ways that bills write them.
func texts(r *rand.Rand, n int) []string {
	out := make([]string, n)
	for i := range out {
		whole, digits := r.Int64N(1_000_000_000), 1+r.IntN(36)
		fraction := make([]byte, digits)
		for j := range fraction {
			fraction[j] = byte('0' + r.IntN(10))
		}
		switch r.IntN(4) {
		case 0:
			out[i] = strconv.FormatInt(whole, 10) + "." + string(fraction)
		case 1:
			out[i] = fmt.Sprintf("-%d.%06d", whole%1000, r.IntN(1_000_000))
		case 2:
			out[i] = fmt.Sprintf("%d.%se-%d", 1+r.IntN(9), fraction[:min(10, digits)], r.IntN(15))
		default:
			out[i] = fmt.Sprintf("%d.%04d", whole%100_000, r.IntN(10_000))
		}
	}
	return out
}

func TestSumsOfAMillionRowsAreThoseOfExactArithmetic(t *testing.T) {
	n := 1_000_000
	if testing.Short() {
		n = 20_000
	}
	numbers := texts(rand.New(rand.NewPCG(7, 7)), n)
	var b bytes.Buffer
	b.WriteString(focusHead)
	want := new(big.Rat)
	for _, s := range numbers {
		// The other cost is plain: both are read by the same SQL, and one of them takes long.
		b.WriteString(quote(s) + strings.TrimPrefix(focusRow("1"), "1"))
		r, ok := new(big.Rat).SetString(s)
		if !ok {
			t.Fatalf("%s", s)
		}
		want.Add(want, r)
	}
	a := ask(bill.FOCUS, file(t, "million.csv", b.String()))
	a.Keys = nil
	answer, err := reader(t, duck.Options{Duplicates: 1}).Read(context.Background(), a)
	if err != nil {
		t.Fatal(err)
	}
	if answer.Bad != 0 || len(answer.Rows) != 1 {
		t.Fatalf("%d bad: %v", answer.Bad, answer.Faults)
	}
	if got := rat(t, answer.Rows[0].Billed); got.Cmp(want) != 0 {
		t.Errorf("got %s, want %s", got.FloatString(40), want.FloatString(40))
	}
}

// doubleRecord is a row of FOCUS whose costs are doubles.
type doubleRecord struct {
	BilledCost         float64
	EffectiveCost      float64
	BillingCurrency    string
	BillingPeriodStart string
	BillingPeriodEnd   string
	ChargePeriodStart  string
	ChargePeriodEnd    string
	ChargeCategory     string
}

// doubles are what computations leave: of all sizes, round ones and others.
func doubles(r *rand.Rand, n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		f := r.Float64() * math.Pow(10, float64(r.IntN(20)-10))
		switch r.IntN(6) {
		case 0:
			f = math.Round(f*1e6) / 1e6
		case 1:
			f = float64(r.Int64N(1<<53)) / 1e9
		case 2:
			f = math.Round(f*1e12) / 1e12
		case 3:
			f = 8388608 * (0.99 + r.Float64()/50)
		case 4:
			f = math.Nextafter(float64(1+r.IntN(1000))/8, 1e9)
		}
		if r.IntN(3) == 0 {
			f = -f
		}
		out[i] = f
	}
	return out
}

func doubleBill(t testing.TB, numbers []float64) string {
	t.Helper()
	var b bytes.Buffer
	w := parquet.NewGenericWriter[doubleRecord](io.Writer(&b))
	for _, f := range numbers {
		if _, err := w.Write([]doubleRecord{{f, f, "USD", "2026-10-01", "2026-11-01", "2026-10-05T00:00:00Z", "2026-10-05T01:00:00Z", "Usage"}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return file(t, "doubles.parquet", b.String())
}

func TestADoubleStandsForItsShortestDecimal(t *testing.T) {
	numbers := doubles(rand.New(rand.NewPCG(3, 3)), 200_000)
	numbers = append(numbers, 0, 0.1, 0.1+0.2, 1e-9, 1e-10, 8388607.999999999, 8388608.000000001, 9007199.254740993, 1.0/3, 123456789.123, 4e15, 1e19)
	want := new(big.Rat)
	for _, f := range numbers {
		r, ok := new(big.Rat).SetString(strconv.FormatFloat(f, 'f', -1, 64))
		if !ok {
			t.Fatal(f)
		}
		want.Add(want, r)
	}
	a := ask(bill.FOCUS, doubleBill(t, numbers))
	a.Keys = nil
	answer, err := reader(t, duck.Options{Duplicates: 1}).Read(context.Background(), a)
	if err != nil {
		t.Fatal(err)
	}
	if answer.Bad != 0 || len(answer.Rows) != 1 {
		t.Fatalf("%d bad: %v", answer.Bad, answer.Faults)
	}
	if got := rat(t, answer.Rows[0].Billed); got.Cmp(want) != 0 {
		t.Errorf("got %s, want %s", got.FloatString(40), want.FloatString(40))
	}
}

func TestADoubleThatIsNoNumberIsABadRow(t *testing.T) {
	a := ask(bill.FOCUS, doubleBill(t, []float64{math.NaN(), math.Inf(1), math.Inf(-1), 1e300, 1e-300, 2.5}))
	a.Keys = nil
	answer, err := reader(t, duck.Options{}).Read(context.Background(), a)
	if err != nil {
		t.Fatal(err)
	}
	if answer.Bad != 5 || len(answer.Rows) != 1 || answer.Rows[0].Billed.String() != "2.5 USD" {
		t.Fatalf("%d bad: %v, %v", answer.Bad, answer.Faults, answer.Rows)
	}
}
