package review

// brokenRequests make specs that cannot be checked, or not as they are meant.
func brokenRequests() []request {
	return []request{
		{
			name: "typing-error", title: "Search moves",
			edit: func(r *repository) {
				r.after("placement/services/search.hcl", `service "search-api"`, `runs_on`, `runs_onn`)
			},
			against: broken,
			said:    []string{"runs_onn", "runs_on", "services/search.hcl:4"},
		},
		{
			name: "wrong-rule", title: "Surges are no problem here",
			edit: func(r *repository) {
				r.replace("placement/workspace.hcl", `  point_value    = "2000 JPY/mo"`, `  point_value    = "2000 JPY/mo"
  disable        = ["sudden-surge"]`)
			},
			against: broken,
			said:    []string{"sudden-surge", "sudden-surges"},
		},
		{
			name: "never-true", title: "Nothing runs in fewer than no copies",
			edit: func(r *repository) {
				r.write("placement/rules/copies.hcl", `check "copies" {
  doc     = "Nothing runs in fewer than no copies."
  over    = "service"
  when    = "service.replicas_min < 0"
  require = "service.probed"
  because = "'it runs in less than none'"
}
`)
			},
			against: broken,
			said:    []string{"copies", "service.replicas_min < 0", "never"},
		},
		{
			name: "no-such-kind", title: "Hybrids are looked at twice",
			edit: func(r *repository) {
				r.write("placement/rules/hybrid.hcl", `check "hybrid-sites" {
  doc     = "Hybrids have spare machines."
  over    = "site"
  when    = "site.kind == 'hybrid'"
  require = "site.spare > 0"
  because = "'it has none'"
}
`)
			},
			against: broken,
			said:    []string{"hybrid", "onprem", "cloud"},
		},
		{
			name: "empty", title: "We begin anew",
			edit:    func(r *repository) { r.remove(specs); r.write("placement/README.md", "Nothing yet.\n") },
			against: broken,
			said:    []string{"placement", "no spec files"},
		},
	}
}
