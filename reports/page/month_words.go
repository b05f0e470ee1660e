package page

// monthWords are the words of a month's page that no month changes.
type monthWords struct {
	Skip, Parts, Why, Do, More string

	Bridge, Step, Drawn, Effects, Effect, Means, Here, CausesLead string
	Decide, Flips, FlipsNone, Nobody, NobodyNone, Budgets         string
	Months, MonthsTable, Month, Ahead, Planned, Actual, Delta     string
	Who, Teams, TeamsLegend, Team, Product, Service, Site, All    string
	Services, Search, SearchHint, Show, Over, Under, New          string
	Found, NoneFound, SortBy, LinesOf, What, Part, Quantity       string
	PerMillion, PlannedWas, Drawing                               string

	Moves, Was, Now, Saves, Waiting, Because, Monthly, Left, Used         string
	Bill, Rows, Advice                                                    string
	Paybacks, Once, Saved, ToGo, Wanted, PaidBack                         string
	Commitments, Owner, Cost, Unused, UsedBy                              string
	Pools, Pool, Capital, Power, Upkeep, Admin, InUse, Idle, Spare, Steps string
	CoreHours, GiBHours, Of                                               string
	How, Bills, BillsLead, Own, Owned, Read, Unknown, Rates, Rate         string
	Currency, Date, Source, Rules, Pins, PinsLead, Kind, Name, Digest     string
}

// wordsOf returns the words of a language; an unknown one speaks English.
func wordsOf(lang string) monthWords {
	if lang == Japanese {
		return japanese()
	}
	return english()
}

func english() monthWords {
	return monthWords{
		Skip: "To the reasons", Parts: "parts of the page", Why: "Why", Do: "What to do", More: "details",
		Bridge: "From planned to actual", Step: "step", Drawn: "drawn", Effects: "What each effect means, and what it consists of here", Effect: "effect",
		Means: "what it means", Here: "here", CausesLead: "The largest effects, service by service",
		Decide: "Decide", Flips: "Decisions that these actuals would change", FlipsNone: "None: every service of the plan stands where it would be put again.",
		Nobody: "Unallocated: money that belongs to nobody", NobodyNone: "None: every row of every bill belongs to somebody.", Budgets: "Budgets",
		Months: "Month by month", MonthsTable: "The drawing as a table", Month: "month", Ahead: "How the coming months were told",
		Planned: "planned", Actual: "actual", Delta: "delta",
		Who: "Who", Teams: "Teams × sites", TeamsLegend: "share of the largest amount; below it what is more or less than planned",
		Team: "team", Product: "product", Service: "service", Site: "site", All: "all",
		Services: "All services", Search: "Search", SearchHint: "service, product, team, site", Show: "Show",
		Over: "more than planned", Under: "less than planned", New: "not planned", Found: "{n} of {all}", NoneFound: "No service matches.",
		SortBy: "sort by {}", LinesOf: "what it consists of", What: "what", Part: "of", Quantity: "quantity",
		PerMillion: "a million requests", PlannedWas: "planned", Drawing: "actual; the line is planned",
		Moves: "move", Was: "planned at", Now: "by the actuals", Saves: "change a month", Waiting: "waiting costs", Because: "why",
		Monthly: "budget", Left: "left", Used: "used",
		Bill: "bill", Rows: "rows", Advice: "a rule to paste",
		Paybacks: "Moves, and what has come back", Once: "moving cost", Saved: "saved so far", ToGo: "to go",
		Wanted: "planned to take", PaidBack: "at this pace",
		Commitments: "Commitments", Owner: "owner", Cost: "cost", Unused: "unused", UsedBy: "used by",
		Pools: "Owned machines", Pool: "pool", Capital: "capital", Power: "power", Upkeep: "upkeep", Admin: "administration", InUse: "used", Idle: "idle", Spare: "spare",
		Steps: "The arithmetic, step by step", CoreHours: "core-hours", GiBHours: "GiB-hours", Of: "of",
		How: "How it was computed", Bills: "Bills", BillsLead: "These add up to the total to the last digit, and so do the amounts by team, by product, by service and by site.",
		Own: "own currency", Owned: "worked out from machines", Read: "What was read", Unknown: "What cannot be told",
		Rates: "Exchange rates", Rate: "rate", Currency: "currency", Date: "date", Source: "source", Rules: "By which rules rows were given to services",
		Pins: "What it depends on", PinsLead: "The same inputs give the same page.", Kind: "kind", Name: "name", Digest: "digest",
	}
}

func japanese() monthWords {
	return monthWords{
		Skip: "要因へ移動", Parts: "ページの内容", Why: "差異の理由", Do: "取るべき対応", More: "詳細",
		Bridge: "計画から実績まで", Step: "段階", Drawn: "図", Effects: "各要因の意味と今月の内訳", Effect: "要因",
		Means: "意味", Here: "今月の内訳", CausesLead: "影響の大きいサービス",
		Decide: "判断が必要な事項", Flips: "今月の実績で変わる配置判断", FlipsNone: "ありません。計画にあるサービスはすべて、実績で判断し直しても同じ場所になります。",
		Nobody: "未配賦：どこにも属さない費用", NobodyNone: "ありません。すべての請求行に負担先があります。", Budgets: "予算",
		Months: "月ごとの推移", MonthsTable: "図を表で見る", Month: "月", Ahead: "今後の月の見積もり方",
		Planned: "計画", Actual: "実績", Delta: "差異",
		Who: "費用の負担先", Teams: "チーム × 拠点", TeamsLegend: "最大の金額に対する割合。下段は計画との差異",
		Team: "チーム", Product: "プロダクト", Service: "サービス", Site: "拠点", All: "全体",
		Services: "全サービス", Search: "検索", SearchHint: "サービス、プロダクト、チーム、拠点", Show: "表示",
		Over: "計画超過", Under: "計画を下回る", New: "計画外", Found: "{all} 件中 {n} 件", NoneFound: "該当するサービスはありません。",
		SortBy: "{}で並べ替え", LinesOf: "内訳", What: "費目", Part: "対象", Quantity: "数量",
		PerMillion: "百万リクエスト当たり", PlannedWas: "計画", Drawing: "実績(縦線は計画)",
		Moves: "移動", Was: "計画時の配置", Now: "実績に基づく配置", Saves: "月々の増減", Waiting: "先送りの損失", Because: "理由",
		Monthly: "予算", Left: "残額", Used: "消化率",
		Bill: "請求", Rows: "行数", Advice: "貼り付けて使える規則",
		Paybacks: "移動費用の回収状況", Once: "移動費用", Saved: "これまでの節約", ToGo: "未回収",
		Wanted: "計画の回収期間", PaidBack: "現在のペース",
		Commitments: "コミットメント", Owner: "所有者", Cost: "費用", Unused: "未使用", UsedBy: "使用先",
		Pools: "自社所有の機器", Pool: "プール", Capital: "設備", Power: "電力", Upkeep: "保守", Admin: "運用管理", InUse: "使用", Idle: "遊休", Spare: "予備",
		Steps: "計算の過程", CoreHours: "コア時間", GiBHours: "GiB 時間", Of: "/",
		How: "計算の根拠", Bills: "請求の一覧", BillsLead: "下記の合計は総額と最後の桁まで一致します。チーム別、プロダクト別、サービス別、拠点別の合計も同じです。",
		Own: "元の通貨", Owned: "機器から算出", Read: "読み込んだデータ", Unknown: "算出できない項目",
		Rates: "為替レート", Rate: "レート", Currency: "通貨", Date: "日付", Source: "出典", Rules: "請求行を配賦した規則",
		Pins: "使用した入力", PinsLead: "同じ入力からは必ず同じページができます。", Kind: "種類", Name: "名前", Digest: "ダイジェスト",
	}
}
