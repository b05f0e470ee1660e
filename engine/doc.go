// Package engine has no code: the packages below it are the stages of berth, and
// this is their map. Whoever adds a package draws it here and in imports_test.go.
//
// The data's way, from files to a report:
//
//	files ──► spec ──► profile ──► price ──► policies ──► score ──► reports
//	           │  words   numbers    money     rules      decisions     ▲
//	           └── what a person wrote, checked               │         │
//	                                                          ▼         │
//	                     place ◄── fleet      the workspace as one problem of integers
//	                       │                                            │
//	                       ▼                                            │
//	     baseline ◄─── optimise ───► plan     a placement with its proof, kept in a file
//	  other ways to    flow relax    │  wave      the order of its moves
//	  solve it         bundle        │  capacity  what the next server is worth
//	                   improve pack  │  scenario  what if things turn out otherwise
//	                                 │  conflict  why nothing fits
//	                                 │  impasse   and the edits that are a way out
//	                                 ▼
//	                              verify      checks the file, and shares no code
//
// and from what runs to files:
//
//	providers/prometheus, datadog, kube/usage ──► measure ──► gather ──► snapshot
//	                                               words      asks        on disk
//	snapshot ──► fill       measured numbers where specs say "unknown"
//	         └─► forecast   how a series goes on, and how wrong that was
//
// and from decisions to a merge request:
//
//	score, plan ──► check     what does not hold, and what was looked at
//	                  │  change   two sides: what one change brings
//	                  └► trial    tests of the rules themselves
//	policies ──► admission        rules that a cluster enforces by itself
//
// and from there to clusters:
//
//	plan ──► workload ──► rollout ──► apply ──► target ◄── providers/kube
//	          objects      steps        │  journal   what a disk remembers
//	          of services               │  record    what each cluster remembers
//	                                    │  lease     one writer at a time
//	                                    ├─ seal      keys, signatures, secrets
//	                                    └─ drift     what became of what was done
//
// and to what clusters stand on, before and after their services:
//
//	plan ──► ground ──► prepare ◄── providers/k0s, providers/gke
//	          steps      │             └─ drain   move a node's pods by eviction
//	                     └─ journal, lease, record
//
// and from bills to a month that adds up:
//
//	providers/billing ──► bill ──► allot ──► ledger ──► month ──► archive
//	 DuckDB, BigQuery     words    │  assign   lines ▲   │  bridge   kept, pinned
//	                               │  pool           │   └─► reports
//	snapshot, requests ──► usage ──┤  commit         │
//	                               │  share          │
//	                               └─ survey  whose rows are, before there are rules
//	plan ──► expect ─────────────────────────────────┘  what was planned, by the same rules
//	pool ──► providers/focus   owned machines as rows of FOCUS, for other tools
//
//	object, step        the words in which all of these speak
//
// Package ground is words, too, and imports nothing: spec reads windows by it.
//
//	unit, money, diag   quantities, amounts, mistakes: used by all stages
//	enginetest          fleets, problems and series for tests: used by tests alone
//
// A package may import what stands before it on the way, never what stands after.
// Package policies stands beside the engine because people write policies; it is a
// stage all the same, and score alone calls it. Providers bring in data from
// elsewhere (manifests, price lists) and know the engine's values, not the rules
// or the reports. Reports render what score found. Commands (cmd) join everything,
// and nobody imports them.
//
// The stages before apply are functions of values: no files but a reader that is handed in, no
// network, no environment, no clock, no chance. So the same inputs give the same
// bytes, and a decision can be computed again next year.
//
// # Decisions
//
// A table in a test holds the directions, rather than a linter's configuration:
// it is shorter, needs no tool, and its failures say what to do.
package engine
