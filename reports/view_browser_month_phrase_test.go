package reports

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/ledger"
	"berth.dev/engine/month/bridge"
)

// bridged are the reasons that the engine gives for the way between two ledgers, in which
// a service grew, one moved, one is new, one ended, and one is counted by nobody.
func bridged(t *testing.T) (reasons []string) {
	t.Helper()
	line := func(service, site string, kind ledger.Kind, quantity float64, unit, number string) ledger.Line {
		return ledger.Line{Kind: kind, Site: site, Service: service, Product: "shop", Team: "shop", Quantity: quantity, Unit: unit, Amount: amount(number)}
	}
	planned := ledger.New("JPY", []ledger.Line{
		line("web", "gke", ledger.Compute, 1000, "core-h", "5000"), line("web", "tokyo", ledger.Compute, 500, "core-h", "900"),
		line("web", "gke", ledger.Network, 100, "GiB", "1200"), line("web", "gke", ledger.Storage, 40, "GiB-mo", "120.5"),
		line("ended", "gke", ledger.Compute, 10, "core-h", "70"), line("silent", "gke", ledger.Compute, 100, "core-h", "700"),
		line("web", "gke", ledger.Fee, 0, "", "70"), {Kind: ledger.Idle, Site: "tokyo", Amount: amount("4000")},
	})
	actual := ledger.New("JPY", []ledger.Line{
		line("web", "gke", ledger.Compute, 700, "core-h", "4900"), line("web", "tokyo", ledger.Compute, 900, "core-h", "1900"),
		line("web", "gke", ledger.Network, 300, "GiB", "3700"), line("web", "gke", ledger.Storage, 80, "GiB-mo", "250"),
		line("new", "", ledger.Compute, 10, "core-h", "70"), line("silent", "gke", ledger.Compute, 0, "", "900"),
		line("web", "gke", ledger.Fee, 0, "", "90"), line("web", "gke", ledger.Late, 0, "", "33"), line("web", "gke", ledger.Shared, 0, "", "-20"),
		line("web", "gke", ledger.Committed, 0, "", "500"), line("web", "gke", ledger.Unused, 0, "", "7"),
	})
	for _, c := range bridge.Make(planned, actual, bridge.Words{"planned", "in fact"}).Causes {
		if c.Service != "" {
			reasons = append(reasons, c.Why)
		}
	}
	return reasons
}

func TestEveryReasonOfABridgeIsReadInJapanese(t *testing.T) {
	reasons := bridged(t)
	if len(reasons) < 8 {
		t.Fatalf("only %q", reasons)
	}
	for _, why := range reasons {
		words, known := japanese().read(why)
		if !known {
			t.Errorf("not read: %q", why)
		}
		for _, english := range []string{"planned", "in fact", "nobody", "JPY", "$"} {
			if strings.Contains(words, english) {
				t.Errorf("%q became %q", why, words)
			}
		}
	}
}

func TestSentencesOfTheEngineAreReadInJapanese(t *testing.T) {
	for sentence, want := range map[string]string{
		"a core-h on gke: 2.77 JPY planned, 4.21 JPY in fact; network: 838 JPY planned, 2,700 JPY in fact; nobody counted what was used, so this may be volume, too": "gke の 1 core-h の単価：計画 2.77円、実績 4.21円。ネットワーク：計画 838円、実績 2,700円。使用量が不明なため、数量の差を含む可能性があります",
		"17,280 core-h planned, 17,300 core-h in fact (+0.1 %); fee: nothing in fact":                                                                                "計画 17,280 core-h、実績 17,300 core-h(+0.1%)。利用料は実績なし",
		"compute on gke: 9.1 % planned, 8.6 % in fact":                                                                                                               "gke でのコンピュート：計画 9.1%、実績 8.6%",
		"compute on no site: 0.0 % planned, 8.6 % in fact":                                                                                                           "拠点なし でのコンピュート：計画 0.0%、実績 8.6%",
		"a GiB of network on gke: 12.00 JPY planned, 12.33 JPY in fact":                                                                                              "gke のネットワーク 1 GiB の単価：計画 12.00円、実績 12.33円",
		"own machines that nobody used, or that are kept free: 99,199 JPY instead of 781,777 JPY":                                                                    "使われなかった、または予備として空けてある自社機器：計画 781,777円、実績 99,199円",
		"more or less is used: team infrastructure −37,632 JPY, pixiv-ads +10,070 JPY and 7 more":                                                                    "使用量の差：チーム infrastructure −37,632円、pixiv-ads +10,070円、ほか 7 件",
		"every bill covers the month, no row is bad, and the time in which bills may still grow is over":                                                             "すべての請求が月末まで揃い、読めない行はなく、請求が増える期間も終わっています",
		"bill gcp ends 2026-10-29, before the month does; until 2026-11-06 a bill may still grow, and this is the state of 2026-11-01":                               "請求 gcp は 2026-10-29までで、月末に達していません。2026-11-06までは請求が増える可能性があります(2026-11-01時点)",
		"a core-hour on gke cost +18.0 % against the plan; it used -12.5 % core-hours against the plan":                                                              "gke の 1 コア時間の費用は計画比 +18.0%。使用コア時間は計画比 -12.5%",
		"bills by the mean of 30 days of this month; no band: 1 month is known and 8 are needed; own machines 900,629 JPY by the days on which their capital ends":   "請求は今月 30 日間の平均から。範囲は不明です(8 か月分必要で、既知は 1 か月分)。自社機器は償却の終了日から 900,629円",
		"staying was planned at 1,000 JPY for 400 core-h; for this month's 500 core-h that is 1,250 JPY; it cost 1,050 JPY, so this month saved 200 JPY":             "移さない場合の計画は 400 core-h で 1,000円。今月の 500 core-h では 1,250円。実績は 1,050円で、今月の節約は 200円",
		"staying was planned at 720 JPY for 720 hours; for this month's 744 hours that is 744 JPY; it cost 750 JPY, so this month cost 6 JPY more":                   "移さない場合の計画は 720 時間で 720円。今月の 744 時間では 744円。実績は 750円で、今月は 6円高くなりました",
		`493,920 core-h and 1,728,000 GiB-h of pool general by "legacy", which is no service of the workspace`:                                                       `プール general での "legacy" の使用(493,920 core-h、1,728,000 GiB-h。ワークスペースにないサービス)`,
		`service "Cloud Logging", sub_account "x" without tag:app`:                                                                                                   `service "Cloud Logging", sub_account "x"(tag:app なし)`,
	} {
		got, known := japanese().read(sentence)
		if !known {
			t.Errorf("not read: %q", sentence)
			continue
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Error(d)
		}
	}
}

func TestASentenceThatNobodyKnowsStaysAsItIs(t *testing.T) {
	p := paged(t, Month{}, "ja")
	for _, sentence := range []string{"", "the moon was full", "storage: nothing planned; the moon was full"} {
		if got := p.said(sentence); got.Text != sentence || got.Lang != "en" {
			t.Errorf("%q became %+v", sentence, got)
		}
	}
	// A page in English says it as it is, and need not say in what language.
	if got := paged(t, Month{}, "en").said("storage: nothing planned"); got.Text != "storage: nothing planned" || got.Lang != "" {
		t.Errorf("%+v", got)
	}
}

func TestReadingASentenceNeverFailsWhateverItHolds(t *testing.T) {
	words := japanese()
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.OneOf(nasty(), rapid.SampledFrom([]string{"$1", "$2$3", "; ", "%[1]s", "planned, in fact"})).Draw(t, "name")
		for _, sentence := range []string{name, "a core-h on " + name + ": " + name + " planned, " + name + " in fact", "more or less is used: " + name + " and 3 more"} {
			if got, known := words.read(sentence); known && got == "" {
				t.Fatalf("%q became nothing", sentence)
			}
		}
	})
}
