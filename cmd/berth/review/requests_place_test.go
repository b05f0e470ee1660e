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
				changed service storefront-us, runs_on
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
				changed service payments, runs_on
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
				changed service search-api, runs_on, pin
				moves cart tokyo gke
				moves search-api tokyo gke
				moves search-index tokyo gke
				moves storefront tokyo gke
				moves suggest tokyo gke
				money search more
				money shop more
				money traffic between services more
				new error budget product search
				new error budget product shop
				new error chatty service search-api today gke
				new warning far-calls-today service search-api
				new warning far-calls-today service search-index
			`,
		},
		{
			name: "thumbnails-at-home", title: "Thumbnails are ours",
			edit: func(r *repository) {
				r.after("placement/services/media.hcl", `service "thumbnails"`, `runs_on = "gke"`, `runs_on = "gke"
  pin     = "tokyo"`)
			},
			against: refused, alone: refused,
			brings: `
				changed service thumbnails, pin
				moves thumbnails gke tokyo
				money media more
				new error budget product media
				new error far-calls service thumbnails
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
				changed service orders, pin
				moves orders tokyo
				new error undecided service orders then
				new warning budget-unknown product shop
			`,
		},
		{
			name: "new-service", title: "Recommend what others bought",
			edit: func(r *repository) {
				r.write("placement/services/recommend.hcl", recommend)
			},
			against: passed, alone: passed,
			brings: `
				added service recommend
				comes recommend gke
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
				removed service suggest
				goes suggest tokyo
				money search less
			`,
		},
	}
}

// recommend is a service that gives nobody a reason to complain.
const recommend = `service "recommend" {
  product = "shop"
  class   = "web"
  runs_on = "gke"

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
