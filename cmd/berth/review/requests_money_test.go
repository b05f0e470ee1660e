package review

import (
	"strconv"
	"strings"
)

// moneyRequests change what things cost.
func moneyRequests() []request {
	return []request{
		{
			name: "over-budget", title: "Thumbnails for every size of screen",
			edit:    moreThumbnails,
			against: refused, alone: refused,
			brings: `
				changed service thumbnails, traffic.mean_rps, traffic.p99_rps
				new error budget product media
				money media more
			`,
		},
		{
			name: "prices", title: "Take over the new prices",
			edit: func(r *repository) {
				r.replace("placement/prices.hcl", `on_demand = "251.0199024 USD/mo"`, `on_demand = "263.5708975 USD/mo"`)
				r.replace("placement/prices.hcl", `hour      = "0.34386288 USD/h"`, `hour      = "0.36105602 USD/h"`)
				r.replace("placement/prices.hcl", `date     = "2025-07-31"`, `date     = "2026-10-31"`)
			},
			against: passed, alone: passed,
			brings: `
				changed price_book gcp-asia-northeast1, date, machine e2-standard-8.on_demand, machine e2-standard-8.hour
				money analytics more
				money media more
				money monitoring more
				money platform more
			`,
		},
		{
			name: "more-visitors", title: "What Sketch had to carry this month",
			edit: func(r *repository) {
				r.write("placement/traffic/pixiv-sketch.csv", doubled(r.read("placement/traffic/pixiv-sketch.csv")))
			},
			against: passed, alone: passed,
			brings: `
				changed series traffic/pixiv-sketch.csv
				money creators more
			`,
		},
		{
			name: "smaller-copies", title: "The image proxy needs half",
			edit: func(r *repository) {
				r.after("placement/services/media.hcl", `service "image-proxy"`, `cpu                 = "500m"`, `cpu                 = "250m"`)
			},
			against: passed, alone: passed,
			brings: `
				changed service image-proxy, replica.cpu
				money media less
			`,
		},
		{
			name: "year-later", title: "Look at it from next year",
			edit: func(r *repository) {
				r.replace("placement/workspace.hcl", `as_of          = "2026-10-31"`, `as_of          = "2027-01-15"`)
			},
			against: refused, alone: refused,
			brings: `
				changed workspace, as_of
				exception monitoring-until-new-year expired
				new error exception-expired exception monitoring-until-new-year
				new error budget product monitoring
			`,
		},
	}
}

// moreThumbnails makes the product media cost more than its budget.
func moreThumbnails(r *repository) {
	r.after("placement/services/media.hcl", `service "thumbnails"`, `mean_rps = 250
    p99_rps  = 900`, `mean_rps = 600
    p99_rps  = 2100`)
}

// doubled is a series whose every value is another one's twice.
func doubled(series string) string {
	var out strings.Builder
	for line := range strings.Lines(series) {
		at, value, _ := strings.Cut(strings.TrimSpace(line), ",")
		if n, err := strconv.ParseFloat(value, 64); err == nil {
			value = strconv.FormatFloat(2*n, 'f', -1, 64)
		}
		out.WriteString(at + "," + value + "\n")
	}
	return out.String()
}
