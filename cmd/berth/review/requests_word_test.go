package review

import "strings"

// wordRequests change words and not what they say.
func wordRequests() []request {
	return []request{
		{
			name: "comment", title: "Explain why the shop has an index of its own",
			edit: func(r *repository) {
				r.replace("placement/services/search.hcl", `service "search-index" {`, `# The index is rebuilt every night.
service "search-index" {`)
			},
		},
		{
			name: "renamed-file", title: "Pictures are called pictures",
			edit: func(r *repository) {
				r.rename("placement/services/media.hcl", "placement/pictures/services.hcl")
			},
		},
		{
			name: "reordered", title: "What is used most comes first",
			edit: func(r *repository) {
				text := r.read("placement/services/shop.hcl")
				at := strings.Index(text, "service \"orders\"")
				r.write("placement/services/shop.hcl", text[at:]+"\n"+text[:at])
			},
		},
		{
			name: "laid-out", title: "Lay the specs out by hand",
			edit: func(r *repository) {
				r.write("placement/products.hcl", strings.ReplaceAll(r.read("placement/products.hcl"), "  ", "\t"))
			},
		},
		{
			name: "other-programs", title: "A change of something else",
			edit: func(r *repository) { r.write("README.md", "# The company's programs, and more\n") },
		},
		{
			name: "nothing", title: "An empty commit, to start the pipeline again",
			edit: func(*repository) {},
		},
	}
}
