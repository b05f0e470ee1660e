package pricelist

import (
	"time"

	"berth.dev/engine/money"
)

// currency is that of the whole list, which does not name it.
const currency = "USD"

// List is a price list as it was read: sorted by name, in US dollars. A zero
// Amount anywhere in it means that the list has no such price.
type List struct {
	// URL is where the list says that it comes from.
	URL string
	// Copyright is the list's own notice, line by line.
	Copyright []string
	// Date is the day on which it was made, in UTC.
	Date     time.Time
	Regions  []Region
	Machines []Machine
	Egress   []Egress
	Disks    []Disk
}

// Region is one region of the cloud.
type Region struct {
	// Name is as in "asia-northeast1", Location as in "Tokyo".
	Name, Location string
}

// Machine is one machine type and what it costs by region.
type Machine struct {
	Name string
	// CPU is cores (a share of them for shared-core types), Memory GiB.
	CPU, Memory float64
	// Further are words of the list that a price book does not have, as in
	// "l4 = 1".
	Further []string
	// Prices are by region; a region that is not there does not sell it.
	Prices []MachinePrices
}

// MachinePrices are the prices of one machine in one region. All but Hour are for
// a whole month.
type MachinePrices struct {
	Region                                string
	Hour, Month, Spot, Commit1y, Commit3y money.Amount
}

// Egress are the prices of traffic to one destination.
type Egress struct {
	// Destination is "internet" for everything that has no prices of its own.
	Destination string
	// Tiers are by volume, the first from 0, without gaps.
	Tiers []Tier
}

// Tier are the prices of a GiB from a volume on.
type Tier struct {
	// From is TiB a month.
	From   int64
	Prices []RegionPrice
}

// Disk are the prices of a GiB of one class of storage for a month.
type Disk struct {
	// Class is the list's word, as in "balanced"; Type is Google's, as in
	// "pd-balanced".
	Class, Type string
	Prices      []RegionPrice
}

// RegionPrice is a price in one region.
type RegionPrice struct {
	Region string
	Amount money.Amount
}

// priceIn returns the price of a region, or nothing.
func priceIn(prices []RegionPrice, region string) money.Amount {
	for _, p := range prices {
		if p.Region == region {
			return p.Amount
		}
	}
	return money.Amount{}
}
