package reports

import (
	"fmt"
	"time"

	"berth.dev/engine/bill"
	"berth.dev/engine/ledger"
	"berth.dev/engine/month"
	"berth.dev/reports/page"
)

// japanese are the sentences of a page in Japanese.
func japanese() *tongue {
	return &tongue{
		lang:  page.Japanese,
		month: func(m bill.Month) string { return fmt.Sprintf("%d年%d月", m.Year, m.Month) },
		brief: func(m bill.Month) string { return fmt.Sprintf("%d/%d", m.Year, m.Month) },
		day:   func(t time.Time) string { return t.Format("2006年1月2日") },
		sum: func(amount, currency string) string {
			if currency == "JPY" {
				return amount + "円"
			}
			return amount + " " + currency
		},
		unit: func(currency string) string {
			if currency == "JPY" {
				return "円"
			}
			return currency
		},
		large: func(v float64) string { return scaled(v, []scale{{1e12, "兆"}, {1e8, "億"}, {1e4, "万"}}) },
		share: func(v float64) string { return fmt.Sprintf("%.1f%%", 100*v) },
		join:  "、", stop: "。",

		name: "%[1]sのコスト報告", soFar: "現時点で、",
		more: "%[1]sの費用は %[2]s、計画を %[3]s(%[4]s)超過", less: "%[1]sの費用は %[2]s、計画を %[3]s(%[4]s)下回る",
		same: "%[1]sの費用は %[2]s、計画どおり", alone: "%[1]sの費用は %[2]s",
		reconciled: "確定", provisional: "暫定", until: "%[1]sまでの明細を反映しています。",
		amortised: "償却ベース(期間購入分は使用した先に計上)", purchase: "購入ベース(購入分は支払時に計上)",
		zone: "月の区切りは %[1]s", plan: "比較対象の計画：%[1]s(%[2]s)", noPlan: "月初に有効な計画がないため、比較できません。",
		asOf: "%[1]s時点", madeBy: "berth %[1]s",
		actual: "実績(%[1]s)", spent: "実績", planned: "計画", delta: "差異(計画比 %[1]s)", ahead: "%[1]sの見込み",
		between: "%[1]s〜%[2]s", nobodyOf: "チームなし(全体の %[1]s)",
		mostly: "主に %[1]s。", cause: "%[1]s %[2]s", noDelta: "計画との差はありません。",
		todo: map[string]string{
			TodoMove:     "%[1]s を %[2]s から %[3]s へ移す。月に %[4]sの節約になります。",
			moveDearer:   "%[1]s を %[2]s から %[3]s へ移す。実績に基づくと移動が妥当ですが、月に %[4]sの費用増になります。",
			moveUnpriced: "%[1]s を %[2]s から %[3]s へ移す。実績に基づくと移動が妥当です。",
			TodoUse:      "コミットメント %[1]s を使い切るか、更新しない。%[4]sが未使用でした。",
			TodoBudget:   "プロダクト %[1]s の費用を予算内に戻すか、予算を見直す。%[4]sの超過です。",
			TodoAssign:   "請求 %[2]s の %[1]s の負担先を決める。%[4]sが未配賦です。",
			TodoMend:     "読み込めなかった請求の %[5]d 行を直す。その費用は含まれていません。",
			TodoPlan:     "次の月から比較できるように計画を作る(berth plan)。",
		},
		waiting:  "%[1]s先送りすると %[2]sの損失です。",
		doneNone: "ありません。変わる判断はなく、すべての行に負担先があり、予算も守られています。", andMo: "ほかに %[1]d 件あります(下記)。",
		bad:  "%[1]s 行を読み込めず、除外しました。その費用は含まれていません。",
		fall: "%[1]sの計画から実績まで", begins: "差が見えるように、図は 0 ではなく %[1]s から始めています。",
		stack: "月ごと・拠点ごとの費用", days: "%[1]sの日ごと・拠点ごとの請求額", expected: "見込み", band: "5か月のうち4か月が収まる範囲",
		none: "–", saves: "節約", dearer: "費用増", never: "回収見込みなし", by: map[string]string{"team": "チーム別", "product": "プロダクト別", "site": "拠点別"},
		ofProduct: "プロダクト %[1]s", ofTeam: "チーム %[1]s",
		noTeam: "チームなし", noName: "所属なし", noSite: "拠点なし", all: "全チーム", total: "合計",
		dearest: "金額の大きい %[1]d 件です。残り %[2]d 件は --format csv と json にあります。", moreOf: "残り %[1]d 行は --format csv と json にあります",
		months: "%[1]sか月", nobodyMore: "金額の大きい %[1]d 件です。残り %[2]d 件は --format csv と json にあります。",
		rows: "請求の明細を %[1]s 行読み込みました。", rowsBad: "%[1]s 行は読み込めず、除外しました。", twice: "%[1]s 行は重複しています。",
		effects: japaneseEffects(), means: japaneseMeans(), kinds: japaneseKinds(),
		phrases: japanesePhrases(), parts: japaneseParts(),
	}
}

// japaneseEffects are what the steps of the bridge are called.
func japaneseEffects() map[string]string {
	return map[string]string{
		month.EffectPrice: "単価", month.EffectVolume: "数量", month.EffectPlacement: "配置", month.EffectCommitment: "コミットメント",
		month.EffectIdle: "遊休", month.EffectUnallocated: "未配賦", month.EffectLate: "遅延計上", month.EffectRounding: "端数",
	}
}

// japaneseMeans are what they mean.
func japaneseMeans() map[string]string {
	return map[string]string{
		month.EffectPrice:       "計画した数量での単価の違い",
		month.EffectVolume:      "計画した拠点での使用量の違い",
		month.EffectPlacement:   "計画と異なる拠点での使用",
		month.EffectCommitment:  "期間購入分と、その未使用分",
		month.EffectIdle:        "使われなかった、または予備として空けてある自社機器",
		month.EffectUnallocated: "どの規則でも負担先が決まらない費用",
		month.EffectLate:        "今月の請求に含まれる過去の月の料金",
		month.EffectRounding:    "上の各段階の丸めで失われた端数",
	}
}

// japaneseKinds are what lines are paid for.
func japaneseKinds() map[ledger.Kind]string {
	return map[ledger.Kind]string{
		ledger.Compute: "コンピュート", ledger.Storage: "ストレージ", ledger.Network: "ネットワーク", ledger.Fee: "利用料", ledger.Other: "その他",
		ledger.Committed: "コミットメント使用", ledger.Unused: "コミットメント未使用", ledger.Idle: "遊休", ledger.Spare: "予備",
		ledger.Shared: "共有費用の按分", ledger.Unallocated: "未配賦", ledger.Late: "遅延計上",
	}
}
