package review

// ruleRequests change the rules themselves.
func ruleRequests() []request {
	return []request{
		{
			name: "weights", title: "Money counts most",
			edit: func(r *repository) {
				r.replace("placement/workspace.hcl", `    cost                 = 3`, `    cost                 = 8`)
			},
			against: passed, alone: passed,
			brings: `
				changed workspace, weights
				rules move events gke tokyo
			`,
		},
		{
			name: "new-constraint", title: "Personal data lies on our own machines alone",
			edit: func(r *repository) {
				r.write("placement/rules/personal.hcl", `constraint "personal-data-onprem" {
  doc     = "Personal data lies on machines of our own."
  forbid  = "service.security.data == 'personal' && option.kind != 'onprem'"
  because = "'personal data would lie on machines of a provider'"
}
`)
			},
			against: refused, alone: refused,
			brings: `
				added constraint personal-data-onprem
				moves storefront-us oregon
				new error personal-data-onprem service storefront-us today oregon
				new error undecided service storefront-us then
				new warning budget-unknown product overseas
				rules break error personal-data-onprem service storefront-us today oregon
				rules break error undecided service storefront-us then
				rules break warning budget-unknown product overseas
				rules move storefront-us oregon
			`,
		},
		{
			name: "rule-off", title: "The internet is encrypted anyway",
			edit: func(r *repository) {
				r.replace("placement/workspace.hcl", `  point_value    = "2000 JPY/mo"`, `  point_value    = "2000 JPY/mo"
  disable        = ["no-internet-transit"]`)
			},
			against: passed, alone: passed,
			brings: `
				changed workspace, disable
			`,
		},
		{
			name: "stricter-check", title: "Everything has three copies",
			edit: func(r *repository) {
				r.write("placement/rules/three.hcl", `check "three-copies" {
  doc      = "Three copies of everything that answers visitors."
  over     = "service"
  severity = "warning"
  when     = "!service.job && 'internet' in service.calls"
  require  = "service.replicas_min >= 3"
  because  = "'only %d would run'.format([service.replicas_min])"
}
`)
			},
			against: passed, alone: passed,
			brings: `
				added check three-copies
				new warning three-copies service image-proxy
				new warning three-copies service pixiv-ads
				new warning three-copies service pixiv-sketch
				new warning three-copies service storefront
				new warning three-copies service storefront-us
				new warning three-copies service vroid-hub
				rules break warning three-copies service image-proxy
				rules break warning three-copies service pixiv-ads
				rules break warning three-copies service pixiv-sketch
				rules break warning three-copies service storefront
				rules break warning three-copies service storefront-us
				rules break warning three-copies service vroid-hub
			`,
		},
		{
			name: "rule-that-never-runs", title: "Batch work belongs into the cloud",
			edit: func(r *repository) {
				r.write("placement/rules/batch.hcl", `policy "batch" {
  criterion = "cost"
  doc       = "Batch work is cheapest where it is rented by the hour."
  when      = "service.class == 'batch'"
  score     = "option.elastic ? 1.0 : 0.5"
  because   = "'it is batch work'"
}
`)
			},
			against: refused, alone: refused,
			brings: `
				added policy batch
				new error idle-rule rule batch
				rules break error idle-rule rule batch
			`,
		},
		{
			name: "doc-of-a-rule", title: "Say better why chatty services stay",
			edit: func(r *repository) {
				r.replace("placement/rules/chatty.hcl", `whatever the scores say`, `whatever the scores would say`)
			},
			against: passed, alone: passed,
			brings: `
				changed constraint chatty, doc
			`,
		},
	}
}
