// Package share passes the cost of services on to those that use them, by declared
// keys, level by level. Package allot calls it with what a month cost, package expect
// with what it is planned to cost.
//
// A service that passes on gives away, of what its lines add up to on each site, all but
// the share it keeps, in proportion to the receivers' keys:
//
//	cost      what their own lines add up to, without what was passed on to them
//	cpu       core-hours they used, on all sites
//	requests  requests they answered
//	calls     requests they sent to it; declared ones where nobody counted any
//	even      the same for each
//	weights   as declared
//
// A product that receives counts as its services together, without the one that passes
// on. What one shared service passes on to another is passed on again by that one.
// What is given and what is received add up to nothing, on every site: so no total
// changes. Where no receiver has a key, the cost stays where it is, and the result says
// so. The package never guesses a key.
//
// # Decisions
//
// Receivers' own cost is taken before anything is passed on: so the outcome does not
// depend on which shared service comes first. Taking what they cost so far was the other
// candidate; two services that are shared by cost would each have to come second.
//
// Cost is passed on level by level, and not by solving for services that share with each
// other: a reader redoes a level by hand. A circle is refused, and named.
//
// Parts are split to six digits after the point by [money.Amount.Split], whose parts add
// up to the last digit.
package share
