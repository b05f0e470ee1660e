package review

// ruleRequests change the rules themselves.
func ruleRequests() []request {
	return []request{
		{
			name: "weights", title: "Work counts as much as money",
			edit: func(r *repository) {
				r.replace("placement/workspace.hcl", `    management_effort    = 1
    customization        = 1`, `    management_effort    = 3
    customization        = 1`)
			},
			against: passed, alone: passed,
			brings: `
				input weights
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
				rule personal-data-onprem added
				new error personal-data-onprem service storefront-us today oregon
				new error undecided service storefront-us
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
				rule no-internet-transit off
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
				rule three-copies added
				new warning three-copies service image-proxy
				new warning three-copies service pixiv-ads
				new warning three-copies service pixiv-sketch
				new warning three-copies service storefront
				new warning three-copies service storefront-us
				new warning three-copies service vroid-hub
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
				rule batch added
				new error idle-rule rule batch
			`,
		},
		{
			name: "doc-of-a-rule", title: "Say better why chatty services stay",
			edit: func(r *repository) {
				r.replace("placement/rules/chatty.hcl", `whatever the scores say`, `whatever the scores would say`)
			},
			against: passed, alone: passed,
		},
	}
}
