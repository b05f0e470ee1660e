package billtest

import (
	"fmt"
	"io"
	"math/big"
	"strconv"
	"time"

	"github.com/parquet-go/parquet-go"

	"berth.dev/engine/bill"
)

// rowsAtOnce is how many rows are handed to the writer at a time.
const rowsAtOnce = 4096

// Parquet writes a bill as Parquet: FOCUS with costs as decimals, moments as moments and
// tags as a map; GCP with costs as doubles, labels and credits as lists of records.
func Parquet(w io.Writer, o Options) (Total, error) {
	o = o.filled()
	switch o.Kind {
	case bill.FOCUS:
		return write(w, o, focusRecordOf)
	case bill.GCP:
		return write(w, o, gcpRecordOf)
	}
	return Total{}, fmt.Errorf("a bill of kind %s is not made as Parquet", o.Kind)
}

func write[T any](w io.Writer, o Options, of func(charge, Options) T) (Total, error) {
	out := parquet.NewGenericWriter[T](w, parquet.Compression(&parquet.Snappy))
	var rows []T
	total, err := each(o, func(c charge) error {
		rows = append(rows, of(c, o))
		if len(rows) < rowsAtOnce {
			return nil
		}
		_, err := out.Write(rows)
		rows = rows[:0]
		return err
	})
	if err != nil {
		return Total{}, err
	}
	if _, err := out.Write(rows); err != nil {
		return Total{}, err
	}
	return total, out.Close()
}

// focusRecord is a row of FOCUS. Costs are decimals of 18 digits, 10 after the point.
type focusRecord struct {
	BilledCost               int64             `parquet:"BilledCost,decimal(10:18)"`
	BillingAccountId         string            `parquet:"BillingAccountId,dict"`
	BillingCurrency          string            `parquet:"BillingCurrency,dict"`
	BillingPeriodEnd         time.Time         `parquet:"BillingPeriodEnd,timestamp(microsecond)"`
	BillingPeriodStart       time.Time         `parquet:"BillingPeriodStart,timestamp(microsecond)"`
	ChargeCategory           string            `parquet:"ChargeCategory,dict"`
	ChargePeriodEnd          time.Time         `parquet:"ChargePeriodEnd,timestamp(microsecond)"`
	ChargePeriodStart        time.Time         `parquet:"ChargePeriodStart,timestamp(microsecond)"`
	CommitmentDiscountId     *string           `parquet:"CommitmentDiscountId,optional,dict"`
	CommitmentDiscountStatus *string           `parquet:"CommitmentDiscountStatus,optional,dict"`
	ConsumedQuantity         *float64          `parquet:"ConsumedQuantity,optional"`
	ConsumedUnit             *string           `parquet:"ConsumedUnit,optional,dict"`
	EffectiveCost            int64             `parquet:"EffectiveCost,decimal(10:18)"`
	ListCost                 int64             `parquet:"ListCost,decimal(10:18)"`
	RegionId                 string            `parquet:"RegionId,dict"`
	ResourceId               string            `parquet:"ResourceId,dict"`
	ServiceCategory          string            `parquet:"ServiceCategory,dict"`
	ServiceName              string            `parquet:"ServiceName,dict"`
	SkuId                    string            `parquet:"SkuId,dict"`
	SubAccountId             string            `parquet:"SubAccountId,dict"`
	Tags                     map[string]string `parquet:"Tags"`
}

func focusRecordOf(c charge, o Options) focusRecord {
	r := focusRecord{
		BilledCost: units(c.billed), EffectiveCost: units(c.effective), ListCost: units(c.list),
		BillingAccountId: "0000-1111", BillingCurrency: o.Currency,
		BillingPeriodStart: c.period.Begin(time.UTC), BillingPeriodEnd: c.period.End(time.UTC),
		ChargePeriodStart: c.start, ChargePeriodEnd: c.end, ChargeCategory: c.category,
		CommitmentDiscountId: maybe(c.commitment), CommitmentDiscountStatus: maybe(status(c)),
		RegionId: c.region, ResourceId: c.resource, ServiceCategory: c.meter.category, ServiceName: c.meter.service,
		SkuId: "sku-" + c.meter.group, SubAccountId: c.project, Tags: map[string]string{"env": "prod"},
	}
	if c.category == bill.Usage {
		r.ConsumedQuantity, r.ConsumedUnit = &c.quantity, maybe(c.meter.unit)
	}
	if c.app != "" {
		r.Tags["app"], r.Tags["team"] = c.app, c.team
	}
	return r
}

func maybe(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// units is a decimal in 10^-10.
func units(s string) int64 {
	r := rat(s)
	r.Mul(r, new(big.Rat).SetInt64(1e10))
	return r.Num().Int64()
}

type described struct {
	Description string `parquet:"description,dict"`
}

type identified struct {
	ID string `parquet:"id,dict"`
}

type gcpRecord struct {
	BillingAccountID string     `parquet:"billing_account_id,dict"`
	Service          described  `parquet:"service"`
	SKU              described  `parquet:"sku"`
	Start            time.Time  `parquet:"usage_start_time,timestamp(microsecond)"`
	End              time.Time  `parquet:"usage_end_time,timestamp(microsecond)"`
	Project          identified `parquet:"project"`
	Labels           []pair     `parquet:"labels,list"`
	Location         struct {
		Region string `parquet:"region,dict"`
	} `parquet:"location"`
	Cost     float64 `parquet:"cost"`
	Currency string  `parquet:"currency,dict"`
	Usage    struct {
		Amount float64 `parquet:"amount_in_pricing_units"`
		Unit   string  `parquet:"pricing_unit,dict"`
	} `parquet:"usage"`
	Credits []credit `parquet:"credits,list"`
	Invoice struct {
		Month string `parquet:"month,dict"`
	} `parquet:"invoice"`
	CostType string `parquet:"cost_type,dict"`
}

type credit struct {
	Name   string  `parquet:"name,dict"`
	Amount float64 `parquet:"amount"`
}

func gcpRecordOf(c charge, o Options) gcpRecord {
	r := gcpRecord{
		BillingAccountID: "0000-1111", Service: described{c.meter.service}, SKU: described{c.meter.sku},
		Start: c.start, End: c.end, Project: identified{c.project}, Labels: pairs(c),
		Cost: double(c.billed), Currency: o.Currency, CostType: costType(c),
	}
	r.Location.Region, r.Usage.Amount, r.Usage.Unit = c.region, c.quantity, c.meter.unit
	r.Invoice.Month = c.period.Begin(time.UTC).Format("200601")
	if c.credit != "" {
		r.Credits = []credit{{"Sustained Usage Discount", double(c.credit)}}
	}
	return r
}

func double(s string) float64 {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		panic(err) // a bug of ours: it was printed from one
	}
	return f
}
