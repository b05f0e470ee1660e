package fill

import (
	"maps"
	"slices"

	"berth.dev/engine/profile"
	"berth.dev/engine/snapshot"
	"berth.dev/engine/spec"
)

// Result is a workspace with what was measured of it.
type Result struct {
	// Workspace is the filled one. It is the one that was handed in where nothing
	// was filled.
	Workspace *spec.Workspace
	// Profiles are the measured loads by service, Reports what was found in their
	// points. A service whose load a person wrote has none.
	Profiles map[string]profile.Profile
	Reports  map[string]profile.Report
	// Told is what is to be known of services besides, by name.
	Told map[string]*Told
	// Strangers are the ends of calls that are neither service nor endpoint, sorted.
	Strangers []string
}

// Told is what was measured of a service, and what stays unknown.
type Told struct {
	// Load is the series that the load is, nil where none is.
	Load *snapshot.Series
	// Others are sources that have such a load of it, too, which was not taken.
	Others []string
	// Memory tells whether the memory of a copy was filled, Calls of how many calls
	// something was.
	Memory bool
	Calls  int
	// Unknown is why something that could be measured stays unknown.
	Unknown []Unknown
	// Beyond are calls that were measured though the service says that its calls are
	// complete without them.
	Beyond []string
}

// Unknown is something that stays unknown with its reason.
type Unknown struct {
	// What is "load", "memory" or "calls".
	What string
	Why  string
}

// What may stay unknown.
const (
	Load   = "load"
	Memory = "memory"
	Calls  = "calls"
)

func (t *Told) unknown(what, why string) {
	if u := (Unknown{what, why}); !slices.Contains(t.Unknown, u) {
		t.Unknown = append(t.Unknown, u)
	}
}

// Options say what is to be filled.
type Options struct {
	// Only are the services that are asked about, and those their load is like; none
	// means all.
	Only []string
	// Loads are those that files say, by service: how many copies there are follows
	// from them.
	Loads map[string]profile.Profile
}

// Choice is which series fill what. It is made of their rows alone, so that only the
// profiles that are needed are read.
type Choice struct {
	w         *spec.Workspace
	stock     *stock
	loads     map[string]*load
	services  []*chosen
	strangers map[string]bool
	wanted    map[snapshot.Ref]bool

	loadsInFiles map[string]profile.Profile
}

// chosen is what fills one service.
type chosen struct {
	svc  *spec.Service
	told *Told
	load *load
	// memory and copies are nil where the memory of a copy is not filled.
	memory *snapshot.Series
	copies *copies
	calls  []*call
}

// Choose finds the series that fill a workspace. rows are those of
// [snapshot.Snapshot.All]; their order leaves no trace.
func Choose(w *spec.Workspace, index snapshot.Index, rows []snapshot.Series, o Options) *Choice {
	c := &Choice{
		w: w, stock: newStock(w, index, rows), loads: map[string]*load{},
		strangers: map[string]bool{}, wanted: map[snapshot.Ref]bool{},
		loadsInFiles: o.Loads,
	}
	asked := asked(w, o.Only)
	at := map[string]*chosen{}
	for _, s := range w.Services {
		if asked == nil || asked[s.Name] {
			at[s.Name] = c.service(s)
		}
	}
	for _, p := range c.stock.pairs {
		c.pair(p, asked, at)
	}
	for _, name := range slices.Sorted(maps.Keys(at)) {
		c.services = append(c.services, at[name])
	}
	return c
}

// asked are the services that are asked about, with those that they are like; nil means
// all.
func asked(w *spec.Workspace, only []string) map[string]bool {
	if len(only) == 0 {
		return nil
	}
	out := map[string]bool{}
	for _, name := range only {
		for s := w.Service(name); s != nil && !out[s.Name]; s = w.Service(s.Traffic.Like.V) {
			out[s.Name] = true
			if s.Traffic == nil {
				break
			}
		}
	}
	return out
}

// service chooses what fills the load and the memory of a service.
func (c *Choice) service(s *spec.Service) *chosen {
	out := &chosen{svc: s, told: &Told{}}
	if loadOpen(s) {
		out.load = c.load(s)
		out.told.Others = out.load.others
		if out.load.row != nil {
			c.want(out.load.row)
		} else {
			out.told.unknown(Load, out.load.why)
		}
	}
	if s.Replica == nil || !s.Replica.Memory.Known() {
		c.memory(out)
	}
	return out
}

func (c *Choice) want(r *snapshot.Series) { c.wanted[r.Ref()] = true }

// Wants tells whether a series is needed, for [snapshot.Snapshot.Profiles].
func (c *Choice) Wants(s snapshot.Series) bool { return c.wanted[s.Ref()] }

// Against says why nothing is filled from a series, as that it is older than its source's
// max_age; "" where nothing stands against it.
func (c *Choice) Against(s snapshot.Series) string {
	if c.stock.blocks[s.Source] == nil {
		return s.Source + ": no metrics block has this name now"
	}
	return c.stock.against(&s)
}

// Fill fills the workspace from the rows that it wanted, in any order. The workspace
// that it was chosen for stays as it is.
func (c *Choice) Fill(rows []snapshot.Row) Result {
	f := &filling{
		Result: Result{Profiles: map[string]profile.Profile{}, Reports: map[string]profile.Report{}, Told: map[string]*Told{}},
		rows:   make(map[snapshot.Ref]*snapshot.Row, len(rows)),
		at:     map[spec.Evidence]uint32{},
	}
	f.evidence = slices.Clone(c.w.Evidence)
	for i, e := range f.evidence {
		f.at[e] = uint32(i + 1)
	}
	for i := range rows {
		f.rows[rows[i].Ref()] = &rows[i]
	}
	for _, s := range c.services {
		f.service(s)
	}
	f.Workspace = c.w
	if len(f.changed) > 0 {
		f.Workspace = c.w.Filled(f.changed, f.evidence)
	}
	f.Strangers = slices.Sorted(maps.Keys(c.strangers))
	return f.Result
}
