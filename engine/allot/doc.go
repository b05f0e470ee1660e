// Package allot gives everything a month cost to whoever owns it, by declared rules:
// bills, owned machines, commitments, shared services. It makes the actual ledger.
//
// Each part has a package: assign gives rows of bills to services, pool prices owned
// machines and shares them by use, commit shares what was bought for a term, share
// passes the cost of services on to others. What no rule gives to anybody stays a line
// of its own; nothing is spread in silence.
package allot
