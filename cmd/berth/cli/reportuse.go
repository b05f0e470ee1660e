package cli

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"berth.dev/engine/allot"
	"berth.dev/engine/bill"
	"berth.dev/engine/ledger"
	"berth.dev/engine/month"
	"berth.dev/engine/plan"
	"berth.dev/engine/snapshot"
	"berth.dev/engine/spec"
	"berth.dev/engine/usage"
	"berth.dev/providers/billing"
)

// maxUsage is how large a file of usage may be.
const maxUsage = 256 << 20

// use works out what services took in a month, from where the workspace's usage blocks
// say that it is known.
func (l *ledgers) use(ctx context.Context, w *workspace, m bill.Month, inForce *plan.File) (*usage.Month, error) {
	zone, err := allot.Zone(w.Workspace)
	if err != nil {
		return nil, err
	}
	given := usage.Given{
		Workspace: w.Workspace, Month: m, Zone: zone,
		Tables: map[string][]usage.Row{}, Exports: map[string]*bill.Answer{}, Split: splitOf(inForce),
	}
	given.Snapshot, err = snapshot.Open(l.root.FS())
	if err != nil && !errors.Is(err, snapshot.ErrNone) {
		return nil, fmt.Errorf("measurements: %w", err)
	}
	if err != nil {
		given.Snapshot = nil
	}
	for _, u := range w.Usages {
		switch u.From.V {
		case "csv":
			if given.Tables[u.Name], err = l.table(u); err != nil {
				err = fmt.Errorf("usage %q: %w", u.Name, err)
			}
		case "opencost":
			given.Exports[u.Name], err = l.export(ctx, u, m)
		}
		if err != nil {
			return nil, err
		}
	}
	return usage.Make(ctx, given)
}

// table reads the usage files of a site.
func (l *ledgers) table(u *spec.Usage) (rows []usage.Row, err error) {
	names, err := matches(l.root, u.Files.V)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		some, digest, err := l.usageFile(name)
		if err != nil {
			return nil, err
		}
		rows = append(rows, some...)
		l.pins = append(l.pins, month.Pin{Kind: "usage", Name: name, Digest: digest})
	}
	return rows, nil
}

func (l *ledgers) usageFile(name string) ([]usage.Row, string, error) {
	file, err := openRegular(l.root.FS(), name)
	if err != nil {
		return nil, "", err
	}
	defer file.Close()
	if info, err := file.Stat(); err == nil && info.Size() > maxUsage {
		return nil, "", fmt.Errorf("%s: it is larger than %s, which is all that a file of usage may have. Split it", name, megabytes(maxUsage))
	}
	sum := sha256.New()
	rows, err := usage.Read(io.TeeReader(io.LimitReader(file, maxUsage), sum), name)
	if err != nil {
		return nil, "", err
	}
	_, err = io.Copy(sum, file) // the digest is of all of it
	return rows, "sha256:" + hex.EncodeToString(sum.Sum(nil)), err
}

// export reads what an allocation export says of a site's machines.
func (l *ledgers) export(ctx context.Context, u *spec.Usage, m bill.Month) (*bill.Answer, error) {
	zone, err := allot.Zone(l.specs)
	if err != nil {
		return nil, err
	}
	ask := bill.Ask{
		Name: "usage " + u.Name, Kind: bill.OpenCost, From: m, To: m, By: bill.ByCharge, Zone: zone,
		Keys: usage.Keys(u), Currency: l.specs.Settings.Currency.V,
	}
	answer, err := l.read(ctx, ask, u.Files.V)
	if err != nil {
		return nil, err
	}
	return answer, billing.Check(ask, answer)
}

// splitOf says how much of each service that runs on several sites a plan expects on
// each; nil where it does not say.
func splitOf(f *plan.File) map[string]map[string]float64 {
	if f == nil || f.Expected == nil {
		return nil
	}
	cores := map[string]map[string]float64{}
	for _, line := range f.Expected.Lines {
		quantity, err := strconv.ParseFloat(line.Quantity, 64)
		if line.Service == "" || line.Kind != string(ledger.Compute) || line.Unit != "core-h" || err != nil {
			continue
		}
		if cores[line.Service] == nil {
			cores[line.Service] = map[string]float64{}
		}
		cores[line.Service][line.Site] += quantity
	}
	for service, sites := range cores {
		if len(sites) < 2 {
			delete(cores, service)
			continue
		}
		shareOut(sites)
	}
	return cores
}

// shareOut turns quantities into shares of their sum, which is added up in one order:
// sums of floats depend on it.
func shareOut(of map[string]float64) {
	var names []string
	for name := range of {
		names = append(names, name)
	}
	slices.Sort(names)
	total := 0.0
	for _, name := range names {
		total += of[name]
	}
	for _, name := range names {
		if of[name] /= total; !(total > 0) {
			of[name] = 1 / float64(len(names))
		}
	}
}
