package main

import (
	"fmt"
	"math/rand/v2"
)

// fill writes one service. Whatever it says of itself stands in its own block: conftest
// knows nothing of what berth lets services inherit.
func fill(b *block, r *rand.Rand, i, n int) {
	seldom := func() bool { return r.IntN(70) == 0 }
	job, state, single := r.IntN(10) == 0, r.IntN(8) == 0, r.IntN(30) == 0
	if !seldom() {
		b.set("product", fmt.Sprintf("p%02d", r.IntN(products)))
	}
	b.set("runs_on", []string{"tokyo", "tokyo", "gke"}[r.IntN(3)])
	b.set("environment", []string{"prod", "prod", "lab"}[r.IntN(3)])
	if state {
		b.set("stateful", true)
	}
	if single {
		b.set("concurrency", "one")
	}
	b.set("calls", map[bool]string{false: "complete", true: "partial"}[seldom()])
	container(b.child("container", ""), r, i, job || !seldom())
	size(b, r, seldom)
	if job {
		j := b.child("job", "")
		j.set("schedule", fmt.Sprintf("%d %d * * *", r.IntN(60), r.IntN(24)))
		j.set("duration", fmt.Sprintf("%dm", 5+r.IntN(90)))
	} else if !single {
		copies(b.child("replicas", ""), r, seldom)
	}
	security(b, r, seldom)
	if state && !seldom() {
		v := b.child("volume", "data")
		v.set("size", fmt.Sprintf("%dGi", 10*(1+r.IntN(50))))
		v.set("class", "ssd")
		if !seldom() {
			v.set("move_by", "replication")
		}
	}
	calls(b, r, i, n, seldom)
}

func container(b *block, r *rand.Rand, i int, probed bool) {
	registry, tag := "registry.example", fmt.Sprintf(":1.%d.%d", r.IntN(40), r.IntN(10))
	switch r.IntN(200) {
	case 0:
		registry = "elsewhere.example:5000"
	case 1:
		tag = ""
	case 2:
		tag = ":latest"
	}
	b.set("image", fmt.Sprintf("%s/s%05d%s", registry, i, tag))
	b.set("port", 8080)
	if probed {
		b.set("probe", "/healthy")
	}
}

// size says what one copy takes.
func size(b *block, r *rand.Rand, seldom func() bool) {
	replica := b.child("replica", "")
	cores := 100 * (1 + r.IntN(40))
	if seldom() {
		cores = 9000
	}
	if !seldom() {
		replica.set("cpu", fmt.Sprintf("%dm", cores))
	}
	if !seldom() {
		replica.set("memory", fmt.Sprintf("%dMi", max(64, cores*(1+r.IntN(7))+cores/50*r.IntN(9)*10)))
	}
}

func copies(b *block, r *rand.Rand, seldom func() bool) {
	least := 2 + r.IntN(3)
	if seldom() {
		least = 1
	}
	b.set("min", least)
	if !seldom() {
		b.set("max", least+r.IntN(39))
	}
}

func security(b *block, r *rand.Rand, seldom func() bool) {
	data := []string{"public", "internal", "internal", "confidential", "personal"}[r.IntN(5)]
	s := b.child("security", "")
	s.set("data", data)
	if (data == "personal" || data == "confidential") && !seldom() {
		s.set("internet_transit", false)
	}
	if data == "personal" && !seldom() {
		s.set("residency", [][]string{{"JP"}, {"JP", "US"}, {"JP"}, {"JP", "DE"}, {"US"}}[r.IntN(5)])
	}
}

// calls adds what the service calls: an endpoint and one to two others.
func calls(b *block, r *rand.Rand, i, n int, seldom func() bool) {
	many := 1 + r.IntN(2)
	if seldom() {
		many++
	}
	called := map[int]bool{i: true}
	call := func(name string) {
		c := b.child("call", name)
		c.set("sent", fmt.Sprintf("%dG", 1+r.IntN(900)))
		if seldom() {
			c.set("received", "unknown")
			return
		}
		c.set("received", fmt.Sprintf("%dG", 1+r.IntN(900)))
	}
	call([]string{"user-db", "object-store"}[r.IntN(2)])
	for range many - 1 {
		if other := r.IntN(n); !called[other] {
			called[other] = true
			call(fmt.Sprintf("s%05d", other))
		}
	}
}
