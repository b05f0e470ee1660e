package billtest

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"berth.dev/engine/bill"
)

// charge is one row of a bill, of whatever kind.
type charge struct {
	period     bill.Month
	start, end time.Time
	category   string
	meter      meter
	app, team  string
	resource   string
	project    string
	region     string
	commitment string
	unused     bool
	quantity   float64
	// Amounts are decimal texts: a row's are what the file has to the last digit. credit is
	// GCP's, "" for none.
	billed, effective, list, credit string
	// parts are OpenCost's: of CPU, memory, disk and traffic.
	parts [4]string
}

// meter is what is charged for.
type meter struct{ service, category, sku, unit, group string }

var meters = []meter{
	{"Compute Engine", "Compute", "E2 Instance Core running in Tokyo", "hour", "core"},
	{"Compute Engine", "Compute", "E2 Instance Ram running in Tokyo", "gibibyte hour", "ram"},
	{"Compute Engine", "Storage", "SSD backed PD Capacity in Tokyo", "gibibyte month", "disk"},
	{"Cloud Storage", "Storage", "Standard Storage Tokyo", "gibibyte month", "bucket"},
	{"Networking", "Networking", "Network Internet Data Transfer Out from Tokyo to Tokyo", "gibibyte", "traffic"},
	{"Cloud SQL", "Databases", "Cloud SQL for MySQL: Zonal - vCPU in Tokyo", "hour", "database"},
	{"Kubernetes Engine", "Compute", "Autopilot Pod mCPU Requests (asia-northeast1)", "hour", "autopilot"},
}

// draw makes a row's charge by chance.
func draw(o Options, r *rand.Rand) charge {
	c := charge{category: bill.Usage, meter: meters[r.IntN(len(meters))], region: "asia-northeast1"}
	c.period = o.Month.Plus(r.IntN(o.Months))
	begin, end := c.period.Begin(time.UTC), c.period.End(time.UTC)
	hours := int(end.Sub(begin).Hours())
	c.start = begin.Add(time.Duration(r.IntN(hours)) * time.Hour)
	if r.IntN(200) == 0 {
		c.start = begin.Add(-time.Duration(1+r.IntN(48)) * time.Hour) // late
	}
	c.end = c.start.Add(time.Hour)
	n := r.IntN(o.Services + 1)
	if n < o.Services {
		c.app, c.team = fmt.Sprintf("svc-%03d", n), fmt.Sprintf("team-%d", n%7)
	}
	c.resource = fmt.Sprintf("//compute.googleapis.com/projects/p-%d/instances/vm-%05d", n%5, r.IntN(5000))
	c.project = "p-" + strconv.Itoa(n%5)
	c.quantity = float64(r.IntN(4000)) / 1000
	c.amounts(o, r)
	return c
}

// amounts draws what a charge costs. FOCUS has decimals of up to 12 digits after the
// point; GCP has doubles, of which some are what is left of a computation.
func (c *charge) amounts(o Options, r *rand.Rand) {
	switch o.Kind {
	case bill.FOCUS:
		c.list = decimal(r.Int64N(50_000_000_000), 10)
		c.billed, c.effective = c.list, c.list
		c.commit(r)
	case bill.GCP:
		cost := float64(r.Int64N(5_000_000)) / 1e6
		if r.IntN(5) == 0 {
			cost *= 0.7 // as doubles do it: with 17 digits
		}
		c.billed = shortest(cost)
		c.list, c.effective = c.billed, c.billed
		if r.IntN(10) == 0 {
			c.credit = shortest(-cost / 4)
			sum := rat(c.billed)
			c.effective = sum.Add(sum, rat(c.credit)).FloatString(40)
		}
	case bill.OpenCost:
		sum := rat("")
		for i := range c.parts {
			c.parts[i] = decimal(r.Int64N(2_000_000), 8)
			sum.Add(sum, rat(c.parts[i]))
		}
		c.billed = sum.FloatString(8)
		c.list, c.effective = c.billed, c.billed
	}
}

// commit makes some rows part of a commitment: bought, used, or left unused.
func (c *charge) commit(r *rand.Rand) {
	const id = "projects/p-0/commitments/c-1"
	switch r.IntN(50) {
	case 0:
		c.category, c.commitment = bill.Purchase, id
		c.app, c.team, c.effective, c.meter.unit, c.quantity = "", "", "0", "", 0
	case 1, 2, 3:
		c.commitment = id
		c.billed = "0"
	case 4:
		c.commitment, c.unused = id, true
		c.app, c.team, c.billed, c.quantity = "", "", "0", 0
	case 5:
		c.category, c.billed = bill.Credit, "-"+c.billed
		c.effective, c.list = c.billed, "0"
	case 6:
		c.category, c.app, c.team = bill.Tax, "", ""
	}
}

// decimal is units of 10^-digits as a plain decimal.
func decimal(units int64, digits int) string {
	s := fmt.Sprintf("%0*d", digits+1, units)
	return s[:len(s)-digits] + "." + s[len(s)-digits:]
}

func shortest(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// each draws all rows in order.
func each(o Options, take func(charge) error) (Total, error) {
	total := newTotal()
	r := rand.New(rand.NewPCG(o.Seed, uint64(o.Rows)))
	for range o.Rows {
		c := draw(o, r)
		total.add(c)
		if err := take(c); err != nil {
			return Total{}, err
		}
	}
	return total, nil
}
