package price

import (
	"errors"

	"berth.dev/engine/money"
	"berth.dev/engine/spec"
)

// GiBPerCore is how many GiB of memory cost as much as one core where a price
// book does not say: the ratio of e2's own prices.
const GiBPerCore = 7.46

// ErrMissing means that a price the workspace needs is in no book.
var ErrMissing = errors.New("no price")

// Tariff is every price of a workspace, in its currency.
type Tariff struct {
	Currency string
	// Marginal is true where capital and upkeep are left out as sunk.
	Marginal bool

	sites map[string]*Site
	rates map[string]money.Amount
	// leaving are the prices of a GiB over a link, by the site it leaves.
	leaving map[*spec.Link]map[string]*UnitPrice
}

// Site is what one site charges.
type Site struct {
	Name  string
	Cloud bool
	Pools []*Pool
	// PerService is charged for each service, whatever it uses, a month.
	PerService money.Amount
	perService UnitPrice
	// Egress are the prices of a GiB to visitors, by volume; nil when unknown.
	Egress []Tier
	// Disks are prices of a GiB and month by class.
	Disks []Disk
}

// Tier is the price of a GiB from a volume on.
type Tier struct {
	FromGiB float64
	Price   money.Amount
	float   float64
}

func newTier(from float64, price money.Amount) Tier { return Tier{from, price, price.Float()} }

// Float returns the tier's price for comparisons.
func (t Tier) Float() float64 { return t.float }

// UnitPrice is a price in both forms: exact for bills, float for comparisons.
// The zero value is nothing.
type UnitPrice struct {
	exact money.Amount
	float float64
}

// PriceOf returns an amount as a unit price.
func PriceOf(a money.Amount) UnitPrice { return UnitPrice{a, a.Float()} }

// Float returns the price for comparisons; nil is nothing.
func (u *UnitPrice) Float() float64 {
	if u == nil {
		return 0
	}
	return u.float
}

// Disk is the price of a GiB of one class of disk for a month.
type Disk struct {
	Class string
	Price money.Amount
}

// The cost bases: what a figure holds of machines that are paid for already.
const (
	FullyLoaded = "fully_loaded"
	Marginal    = "marginal"
)

// NewTariff converts and derives every price of a workspace on a cost basis.
// Missing prices are no error here: the bills that need them say so.
func NewTariff(w *spec.Workspace, basis string) *Tariff {
	t := &Tariff{
		Currency: w.Settings.Currency.V,
		Marginal: basis == Marginal,
		sites:    map[string]*Site{},
		rates:    map[string]money.Amount{},
		leaving:  map[*spec.Link]map[string]*UnitPrice{},
	}
	for _, r := range w.Rates {
		t.rates[r.Name] = r.Value.V
	}
	for _, s := range w.Sites {
		site := &Site{Name: s.Name, Cloud: s.Kind.V == "cloud", PerService: t.Convert(s.PerService.V.Amount)}
		site.perService = PriceOf(site.PerService)
		if site.Cloud {
			t.cloud(site, s, w.PriceBook(s.Prices.V))
		} else {
			t.onprem(site, s, w)
		}
		if s.Internet != nil && s.Internet.Egress.Set() {
			site.Egress = []Tier{newTier(0, t.Convert(s.Internet.Egress.V.Amount))}
		}
		t.sites[s.Name] = site
	}
	for _, l := range w.Links {
		t.leaving[l] = map[string]*UnitPrice{}
		for site, r := range l.Egress.V {
			p := PriceOf(t.Convert(r.Amount))
			t.leaving[l][site] = &p
		}
	}
	return t
}

// Leaving returns the price of a GiB that leaves a site over a link, or nil where
// the link does not say.
func (t *Tariff) Leaving(l *spec.Link, site string) *UnitPrice { return t.leaving[l][site] }

// Site returns what a site charges, or nil for a name that is no site.
func (t *Tariff) Site(name string) *Site { return t.sites[name] }

// Zero returns nothing in the tariff's currency.
func (t *Tariff) Zero() money.Amount { return money.Zero(t.Currency) }

// Convert returns an amount in the workspace's currency. A currency without a
// rate was refused when the workspace was checked; nothing is left to convert.
func (t *Tariff) Convert(a money.Amount) money.Amount {
	if a.Currency() == t.Currency {
		return a
	}
	if rate, ok := t.rates[a.Currency()]; ok {
		return a.Convert(rate)
	}
	return t.Zero()
}

// Ratio is how many GiB of memory cost as much as one core on owned machines: what the
// price book of the reference site says, else [GiBPerCore].
func Ratio(w *spec.Workspace) float64 { return ratioOf(w.PriceBook(referencePrices(w))) }

func ratioOf(book *spec.PriceBook) float64 {
	if book != nil && book.CPUToMemory.Set() && book.CPUToMemory.V > 0 {
		return book.CPUToMemory.V
	}
	return GiBPerCore
}

// referencePrices names the price book of the reference site, whose ratio
// splits on-prem nodes too.
func referencePrices(w *spec.Workspace) string {
	if s := w.Site(w.Settings.ReferenceSite.V); s != nil {
		return s.Prices.V
	}
	return ""
}
