// Package conflict says why a fleet has no placement: which of the rules that people
// wrote contradict each other, and what relaxing a single one of them would take and
// cost.
//
// Package plan calls [Explain] where package optimise finds that nothing fits;
// commands print the answer as edits of the workspace. The package never changes a
// rule, never judges whether a rule is a good one, and never packs pods on nodes: if
// the capacities can be kept and only packing fails, it says so ([Packing]).
//
// # The question
//
// The problem handed in is the wide one: every option that any rule excludes is
// there, with its cost, and every [Rule] says what it takes away. A rule holds or is
// dropped; capacity may also be relaxed by some units. A set of rules is in conflict
// when no placement keeps all of them together with what is in no rule.
//
// # How a set is judged
//
// A placement that fits proves that there is no conflict. A conflict is proven by one
// of four things, told in [Proof]: a service has no option left; forbidding pairs
// leaves one without; prices of the slots for which every placement uses more than
// there is, Σ price × (use − capacity) > 0, the same certificate as that of a plan's
// empty leaf; or a search that has looked at everything. A set that could be judged
// neither way within the limits counts as no conflict, and the answer says what that
// leaves unproven.
//
// # How the sets are found
//
// With few rules the smallest conflict of all is found: it is the smallest set that
// hits every set of rules whose dropping ends all conflicts, and those are collected
// until it is in conflict itself (A. Ignatiev, A. Previti, M. Liffiton and J.
// Marques-Silva, Smallest MUS Extraction with Minimal Hitting Set Dualization, 2015).
//
// With more rules an irreducible one is found. Where prices prove the conflict, they
// say which rules add most to it; rules are dropped from the other end, and a
// placement that fits without one rule often shows at once that others are needed
// too. Where something else proves it, the rules are divided in halves (QuickXplain,
// U. Junker, Preferred Explanations and Relaxations for Over-Constrained Problems,
// 2004).
//
// A rule whose relaxing alone helps is in every conflict, so only those of the one
// conflict found are tried.
//
// # Decisions
//
// Rules are data about one wide problem, not functions that rebuild it: so the same
// tables serve hundreds of questions, and a test can enumerate them. The alternative,
// building the workspace again without a rule, costs a second a question.
//
// A capacity that is dropped is without limit, and so is a union of pools of which
// one pool is dropped.
package conflict
