package opencost

import (
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/money"
	"berth.dev/engine/unit"
	"berth.dev/providers/manifest"
	"berth.dev/providers/tree"
)

// model reads prices of a core, a GiB and the like.
func (b *book) model(text []byte, o Options) error {
	docs, err := tree.Parse(text, o.Limits)
	if err != nil {
		return err
	}
	for _, d := range docs {
		prices, per, err := pricesIn(d, o)
		if err != nil {
			return err
		}
		if prices == nil {
			continue
		}
		if o.Per != "" {
			per = o.Per
		}
		if err := b.prices(prices, per); err != nil {
			return err
		}
		return b.sized(o.Machines)
	}
	return errNoPrices
}

// pricesIn finds the prices in a document, nil where it has none, and whether they are
// for an hour or a month.
func pricesIn(d *tree.Value, o Options) (prices *tree.Value, per string, err error) {
	if isModel(d) {
		return d, "hour", nil
	}
	for _, at := range [][]string{{"opencost", "customPricing", "costModel"}, {"customPricing", "costModel"}, {"kubecostProductConfigs", "defaultModelPricing"}} {
		if v := d.Get(at...); isModel(v) {
			return v, "month", nil
		}
	}
	data := d.Get("data")
	if d.Get("kind").Scalar() != "ConfigMap" || data == nil {
		return nil, "", nil
	}
	if isModel(data) {
		return data, "month", nil
	}
	for _, m := range data.Members {
		if !strings.HasSuffix(m.Key, ".json") {
			continue
		}
		inner, err := tree.Parse([]byte(m.Value.Scalar()), o.Limits)
		if err != nil {
			return nil, "", fmt.Errorf("%s of the ConfigMap: %w", tree.Short(m.Key), err)
		}
		if len(inner) == 1 && isModel(inner[0]) {
			return inner[0], "hour", nil
		}
	}
	return nil, "", nil
}

// isModel tells prices of cores and memory from other mappings.
func isModel(v *tree.Value) bool { return v.Get("CPU") != nil || v.Get("RAM") != nil }

// prices reads the prices of a model.
func (b *book) prices(v *tree.Value, per string) error {
	if code := v.Get("currencyCode").Scalar(); code != "" && money.IsCurrency(code) {
		b.currency = code
	}
	hours := int64(unit.HoursPerMonth)
	if per == "month" {
		hours = 1
	}
	var storage price
	for _, p := range []struct {
		key   string
		into  *price
		times int64
	}{
		{"CPU", &b.cpu, hours}, {"RAM", &b.memory, hours}, {"spotCPU", &b.spotCPU, hours}, {"spotRAM", &b.spotMemory, hours},
		{"storage", &storage, hours}, {"internetNetworkEgress", &b.egress, 1},
	} {
		if err := b.read(v, p.key, p.times, p.into); err != nil {
			return err
		}
	}
	if storage.known {
		b.disks = append(b.disks, disk{name: "standard", month: storage})
	}
	for _, w := range []struct{ key, words string }{
		{"GPU", "a GPU costs %s %s: the language has no price of devices"},
		{"defaultLBPrice", "a load balancer costs %s %s: the language has no price of one"},
		{"zoneNetworkEgress", "a GiB to another zone costs %s: it is not counted, as a site is one zone here"},
		{"regionNetworkEgress", "a GiB to another region costs %s: say it as egress of the link between two sites"},
	} {
		var p price
		if err := b.read(v, w.key, 1, &p); err != nil {
			return err
		}
		if p.known && strings.Count(w.words, "%s") == 2 {
			b.ask(w.words, p.amount, map[string]string{"hour": "an hour", "month": "a month"}[per])
		} else if p.known {
			b.ask(w.words, p.amount)
		}
	}
	return nil
}

// read reads one price; one of nothing is no price.
func (b *book) read(v *tree.Value, key string, times int64, into *price) error {
	text := v.Get(key).Scalar()
	if text == "" {
		return nil
	}
	a, err := money.ParseNumber(text, b.currency)
	switch {
	case err != nil:
		return fmt.Errorf("line %d: %s is %q, which is no price", v.Get(key).Line, key, tree.Short(text))
	case a.Sign() < 0:
		return fmt.Errorf("line %d: %s is less than nothing", v.Get(key).Line, key)
	case a.IsZero():
		b.ask("%s is 0 in the file: where that is not meant, put in what it costs", key)
		return nil
	}
	*into = price{a.TimesInt(times), true}
	return nil
}

// sized makes machines of given sizes at the prices of cores and memory.
func (b *book) sized(sizes map[string]Size) error {
	var names []string
	for name := range sizes {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		size := sizes[name]
		cores, err := unit.ParseCores(size.CPU)
		if err != nil {
			return fmt.Errorf("machine %s: %w", name, err)
		}
		memory, err := unit.ParseBytes(size.Memory)
		if err != nil {
			return fmt.Errorf("machine %s: %w", name, err)
		}
		m := machine{name: manifest.Name(name), called: name, size: size}
		sum := func(cpu, ram price) price {
			if !cpu.known || !ram.known {
				return price{}
			}
			return price{cpu.amount.Times(cores).Add(ram.amount.Times(memory / unit.GiB)), true}
		}
		month := sum(b.cpu, b.memory)
		m.note = "Of the prices of its cores and memory."
		m.spot = sum(b.spotCPU, b.spotMemory)
		if month.known {
			m.hour = price{month.amount.Over(unit.HoursPerMonth), true}
		}
		b.machines = append(b.machines, m)
	}
	return nil
}
