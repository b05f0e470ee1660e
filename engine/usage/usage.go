package usage

// Use is what one service took of one pool in a month.
type Use struct {
	Site, Pool, Service string
	// CoreHours and GiBHours are of cpu and of memory.
	CoreHours, GiBHours float64
}

// Month is a month's use.
type Month struct {
	// Uses are sorted by site, pool and service. The pool is "" where nobody says which:
	// then it is of all the site's machines that take the service.
	Uses []Use
	// Requests are what services answered in the month, on all sites, by service; a
	// service that is not in it is unknown.
	Requests map[string]float64
	// Cloud is the use of sites whose machines are rented, core-hours by site and
	// service: the volume by which a bill's price and quantity are told apart.
	Cloud map[[2]string]float64
	// How says by site where its numbers come from, in words: "measured by prod,
	// 2026-10-01 to 2026-10-31".
	How map[string]string
	// Calls are what services received from others, requests by receiver and caller;
	// unknown where there is none.
	Calls map[[2]string]float64
	// Notes are what a reader should know of all this, sorted.
	Notes []string
}
