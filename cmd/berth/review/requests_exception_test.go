package review

// exceptionRequests let somebody off a rule.
func exceptionRequests() []request {
	return []request{
		{
			name: "excused", title: "More thumbnails, until the old sizes are gone",
			edit: func(r *repository) {
				moreThumbnails(r)
				r.write("placement/rules/thumbnails.hcl", exception("budget", `product = "media"`, "2027-03-31"))
			},
			against: passed, alone: passed,
			brings: `
				added exception newcomer
				changed service thumbnails, traffic.mean_rps, traffic.p99_rps
				exception newcomer added in use
				money media more
			`,
		},
		{
			name: "expired", title: "More thumbnails, as was agreed last year",
			edit: func(r *repository) {
				moreThumbnails(r)
				r.write("placement/rules/thumbnails.hcl", exception("budget", `product = "media"`, "2026-10-30"))
			},
			against: refused, alone: refused,
			brings: `
				added exception newcomer
				changed service thumbnails, traffic.mean_rps, traffic.p99_rps
				exception newcomer added expired
				new error budget product media
				new error exception-expired exception newcomer
				money media more
			`,
		},
		{
			name: "unused", title: "The shop may cost more, just in case",
			edit: func(r *repository) {
				r.write("placement/rules/shop.hcl", exception("budget", `product = "shop"`, "2027-03-31"))
			},
			against: passed, alone: passed,
			brings: `
				added exception newcomer
				exception newcomer added unused
				new warning exception-unused exception newcomer
			`,
		},
		{
			name: "unknown", title: "The shop may cost more, with a slip of the pen",
			edit: func(r *repository) {
				r.write("placement/rules/shop.hcl", exception("buget", `product = "shop"`, "2027-03-31"))
			},
			against: refused, alone: refused,
			brings: `
				added exception newcomer
				exception newcomer added unknown
				new error exception-unknown exception newcomer
			`,
		},
		{
			name: "no-longer-needed", title: "Monitoring gets the budget that it needs",
			edit: func(r *repository) {
				r.replace("placement/workspace.hcl", `monthly = "130000 JPY/mo"`, `monthly = "140000 JPY/mo"`)
				r.remove("placement/rules/exceptions.hcl")
			},
			against: passed, alone: passed,
			brings: `
				changed product monitoring, budget.monthly
				removed exception monitoring-until-new-year
				exception monitoring-until-new-year removed in use
			`,
		},
	}
}

// exception is a file with one exception.
func exception(check, whom, until string) string {
	return `exception "newcomer" {
  check   = "` + check + `"
  ` + whom + `
  owner   = "media-lead"
  reason  = "It was agreed with finance."
  expires = "` + until + `"
}
`
}
