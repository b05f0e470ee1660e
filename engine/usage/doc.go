// Package usage says what services took of owned machines in a month: by it the
// machines' cost is shared.
//
// It comes from the snapshot of measurements, from requests of specs, from an
// allocation export of OpenCost, or from a CSV file that anybody can make:
//
//	month,site,pool,service,core_hours,gib_hours,requests
//	2026-10,tokyo,general,vroid-hub,14880,59520,
//
// Requests are counted in units of one; an empty field is unknown. A pool may be
// empty where the site has one. A service that berth does not know, or "", is use that
// belongs to nobody.
//
// Commands open what the usage blocks of a workspace name and hand it to [Make] as
// [Given]; package allot shares by what comes back. The package itself opens no file
// and asks nobody.
package usage
