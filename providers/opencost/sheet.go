package opencost

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"berth.dev/engine/money"
	"berth.dev/engine/unit"
	"berth.dev/providers/manifest"
	"berth.dev/providers/tree"
)

// row is a line of a price sheet.
type row struct {
	line                           int
	id, region, class, field, kind string
	hour                           money.Amount
}

// called is what the sheet calls what the row is about.
func (r row) called() string {
	if r.kind != "" {
		return r.kind
	}
	return r.id
}

// sheet reads a CSV price sheet. Of rows for one thing the last one counts, as in
// OpenCost, and one of the region before one for all regions.
func (b *book) sheet(text []byte, o Options) error {
	rows, err := readRows(text, b.currency)
	if err != nil {
		return err
	}
	if o.Per == "month" {
		return errors.New("a price sheet is in prices an hour: its column is MarketPriceHourly")
	}
	rows, err = b.ofRegion(rows)
	if err != nil {
		return err
	}
	last := map[string]row{}
	for _, r := range rows {
		key := r.class + " " + r.called()
		if old, ok := last[key]; ok && old.region != "" && r.region == "" {
			continue
		}
		last[key] = r
	}
	for _, key := range slices.Sorted(maps.Keys(last)) {
		b.row(last[key], o)
	}
	if len(b.machines)+len(b.disks) == 0 && len(b.open) == 0 {
		return errNoPrices
	}
	return nil
}

// row turns a row into a machine, a disk, or words.
func (b *book) row(r row, o Options) {
	name := r.called()
	switch r.class {
	case "pv", "storage":
		if strings.HasPrefix(r.field, "metadata.name") && r.kind == "" {
			b.ask("volume %s costs %s an hour a GiB: the language has prices of classes, not of single volumes", tree.Short(name), r.hour)
			return
		}
		b.disks = append(b.disks, disk{manifest.Name(name), name, price{r.hour.TimesInt(unit.HoursPerMonth), true}})
	case "gpu":
		b.ask("GPU %s costs %s an hour: the language has no price of devices", tree.Short(name), r.hour)
	default: // as OpenCost does with a class that it does not know
		m := machine{name: manifest.Name(name), called: name, hour: price{r.hour, true}, size: o.Machines[name]}
		if r.field != "" && r.kind == "" {
			m.note = fmt.Sprintf("The nodes whose %s is this.", tree.Short(r.field))
		}
		if m.size == (Size{}) {
			b.ask("machine %s costs %s an hour, and no price sheet says its size: give --machine %s=CORES,MEMORY, as in --machine %s=32,256Gi", tree.Short(name), r.hour, tree.Short(name), tree.Short(name))
		}
		b.machines = append(b.machines, m)
	}
}

// ofRegion leaves the rows of one region, and those for all.
func (b *book) ofRegion(rows []row) ([]row, error) {
	regions := map[string]bool{}
	for _, r := range rows {
		if r.region != "" {
			regions[r.region] = true
		}
	}
	switch {
	case b.region == "" && len(regions) == 1:
		b.region = slices.Collect(maps.Keys(regions))[0]
	case b.region == "" && len(regions) > 1:
		return nil, fmt.Errorf("it has prices of %d regions, and a price book is of one: give --region, one of %s", len(regions), tree.ShortTo(400, strings.Join(slices.Sorted(maps.Keys(regions)), ", ")))
	}
	return slices.DeleteFunc(rows, func(r row) bool { return r.region != "" && r.region != b.region }), nil
}

// readRows reads the rows of a sheet by the names of its columns.
func readRows(text []byte, currency string) ([]row, error) {
	in := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff"))))
	in.FieldsPerRecord, in.LazyQuotes, in.TrimLeadingSpace = -1, true, true
	head, err := in.Read()
	if err != nil {
		return nil, fmt.Errorf("it is no CSV: %w", err)
	}
	column := map[string]int{}
	for i, h := range head {
		column[strings.ToLower(strings.TrimSpace(h))] = i
	}
	for _, need := range []string{"AssetClass", "InstanceID", "MarketPriceHourly"} {
		if _, ok := column[strings.ToLower(need)]; !ok {
			return nil, fmt.Errorf("it has no column %s, so it is no price sheet of OpenCost", need)
		}
	}
	var out []row
	for {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("it is no CSV: %w", err)
		}
		line, _ := in.FieldPos(0)
		cell := func(name string) string {
			if i, ok := column[strings.ToLower(name)]; ok && i < len(record) {
				return strings.TrimSpace(record[i])
			}
			return ""
		}
		r := row{
			line: line, id: cell("InstanceID"), region: cell("Region"), class: strings.ToLower(cell("AssetClass")),
			field: cell("InstanceIDField"), kind: cell("InstanceType"),
		}
		r.hour, err = money.ParseNumber(cell("MarketPriceHourly"), currency)
		switch {
		case err != nil || r.hour.Sign() < 0:
			return nil, fmt.Errorf("line %d: MarketPriceHourly is %q, which is no price", line, tree.Short(cell("MarketPriceHourly")))
		case r.called() == "":
			return nil, fmt.Errorf("line %d: it names neither an InstanceID nor an InstanceType", line)
		}
		out = append(out, r)
	}
}
