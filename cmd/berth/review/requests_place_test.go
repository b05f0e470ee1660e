package review

// placeRequests change where services run, may run, or would run.
func placeRequests() []request {
	return []request{
		{
			name: "buyers-abroad", title: "Run the American shop beside the Japanese one",
			edit: func(r *repository) {
				r.replace("placement/services/shop.hcl", `runs_on = "oregon"`, `runs_on = "gke"`)
			},
			against: refused, alone: refused,
			brings: `
				new error residency service storefront-us today gke
			`,
		},
		{
			name: "payments-to-the-cloud", title: "Move payments to the cloud",
			edit: func(r *repository) {
				r.after("placement/services/shop.hcl", `service "payments"`, `runs_on = "tokyo"`, `runs_on = "gke"`)
			},
			against: refused, alone: refused,
			brings: `
				new error no-internet-transit service payments today gke
			`,
		},
		{
			name: "search-api-to-the-cloud", title: "Search scales better in the cloud",
			edit: func(r *repository) {
				r.after("placement/services/search.hcl", `service "search-api"`, `runs_on = "tokyo"`, `runs_on = "gke"
  pin     = "gke"`)
			},
			against: refused, alone: refused,
			brings: `
				new error chatty service search-api today gke
				new error undecided service search-api
			`,
		},
		{
			name: "orders-abroad", title: "Try the region abroad with orders",
			edit: func(r *repository) {
				r.after("placement/services/shop.hcl", `service "orders"`, `stateful = true`, `stateful = true
  pin      = "oregon"`)
			},
			against: refused, alone: refused,
			brings: `
				new error undecided service orders
			`,
		},
		{
			name: "new-service", title: "Recommend what others bought",
			edit: func(r *repository) {
				r.write("placement/services/recommend.hcl", recommend)
			},
			against: passed, alone: passed,
			brings: `
				adds recommend tokyo
				money shop more
			`,
		},
		{
			name: "service-goes", title: "Nobody uses suggestions any more",
			edit: func(r *repository) {
				r.cut("placement/services/search.hcl", `service "suggest"`)
			},
			against: passed, alone: passed,
			brings: `
				removes suggest tokyo
				money search less
			`,
		},
	}
}

// recommend is a service that gives nobody a reason to complain.
const recommend = `service "recommend" {
  product = "shop"
  class   = "web"
  runs_on = "tokyo"

  container {
    image = "registry.example/recommend:0.1.0"
    port  = 8080
    probe = "/healthz"
  }

  replica {
    cpu                 = "500m"
    memory              = "2Gi"
    requests_per_second = 50
  }

  replicas {
    min = 2
    max = 10
  }

  traffic {
    mean_rps = 80
    p99_rps  = 200
    trend    = "1%/mo"
  }

  calls = "complete"

  call "user-db" {
    sent     = "10G"
    received = "300G"
  }
}
`
