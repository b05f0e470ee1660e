package reports

import (
	"regexp"
	"strings"

	"berth.dev/engine/ledger"
)

// phrase is a sentence of the engine, or a part of one up to a semicolon, with what it is
// in another language: $1 is what its first group held.
//
// The engine says why in English, and keeps what it says in reports that are pinned: so a
// page in another language reads it again. What it does not know stays as it is, and is
// marked as English.
type phrase struct {
	form  *regexp.Regexp
	words string
}

// read translates a sentence of the engine; false where a part of it is not known.
func (t *tongue) read(sentence string) (string, bool) {
	var out []string
	for _, part := range strings.Split(strings.TrimSuffix(sentence, "."), "; ") {
		words, known := t.readPart(part)
		if !known {
			return "", false
		}
		out = append(out, words)
	}
	return strings.Join(out, t.stop), true
}

func (t *tongue) readPart(part string) (string, bool) {
	for _, p := range t.phrases {
		groups := p.form.FindStringSubmatch(part)
		if groups == nil {
			continue
		}
		words := p.words
		// From the last one on: a name may hold what looks like a number of a group.
		for i := len(groups) - 1; i > 0; i-- {
			before, after, found := strings.Cut(words, "$"+string(rune('0'+i)))
			if found {
				words = before + t.readWord(groups[i]) + after
			}
		}
		return words, true
	}
	return "", false
}

// readWord translates what stands in a group: kinds, amounts, whose something is.
func (t *tongue) readWord(s string) string {
	if kind := t.kinds[ledger.Kind(s)]; kind != "" {
		return kind
	}
	for _, p := range t.parts {
		s = p.form.ReplaceAllString(s, p.words)
	}
	return s
}

// japaneseParts are what stands inside of the engine's sentences.
func japaneseParts() []phrase {
	return []phrase{
		{regexp.MustCompile(`([\d,.]+) JPY\b`), "${1}円"}, {regexp.MustCompile(`円, `), "円、"}, {regexp.MustCompile(`(\d) %$`), "$1%"}, {regexp.MustCompile(`\bteam (\S+) ([-+−])`), "チーム $1 $2"},
		{regexp.MustCompile(`\bproduct (\S+) ([-+−])`), "プロダクト $1 $2"}, {regexp.MustCompile(`\bno service ([-+−])`), "サービスなし $1"}, {regexp.MustCompile(`^no site$`), "拠点なし"},
	}
}

// japanesePhrases are what the engine says in a month's report.
func japanesePhrases() (out []phrase) {
	const is = ` planned, (.+) in fact$`
	for _, p := range [][2]string{
		// Why a service costs more or less.
		{`^([a-z]+): nothing planned$`, "$1は計画なし"},
		{`^([a-z]+): nothing in fact$`, "$1は実績なし"},
		{`^([a-z]+) on (no site|\S+): (.+)` + is, "$2 での$1：計画 $3、実績 $4"},
		{`^a ([\w-]+) of ([a-z]+) on (no site|\S+): (.+)` + is, "$3 の$2 1 $1 の単価：計画 $4、実績 $5"},
		{`^a ([\w-]+) on (no site|\S+): (.+)` + is, "$2 の 1 $1 の単価：計画 $3、実績 $4"},
		{`^([a-z]+): (.+)` + is, "$1：計画 $2、実績 $3"},
		{`^(.+) planned, (.+) in fact \((.+)\)$`, "計画 $1、実績 $2($3)"},
		{`^(.+)` + is, "計画 $1、実績 $2"},
		{`^nobody counted what was used, so this may be volume, too$`, "使用量が不明なため、数量の差を含む可能性があります"},
		// What an effect consists of.
		{`^the same use costs more or less a unit: nothing$`, "単価の差はありません"},
		{`^more or less is used: nothing$`, "使用量の差はありません"},
		{`^it runs elsewhere: nothing$`, "場所の差はありません"},
		{`^the same use costs more or less a unit: (.+) and (\d+) more$`, "単価の差：$1、ほか $2 件"},
		{`^more or less is used: (.+) and (\d+) more$`, "使用量の差：$1、ほか $2 件"},
		{`^it runs elsewhere: (.+) and (\d+) more$`, "場所の差：$1、ほか $2 件"},
		{`^the same use costs more or less a unit: (.+)$`, "単価の差：$1"},
		{`^more or less is used: (.+)$`, "使用量の差：$1"},
		{`^it runs elsewhere: (.+)$`, "場所の差：$1"},
		{`^what was bought for a term: (.+) instead of (.+)$`, "期間購入分：計画 $2、実績 $1"},
		{`^own machines that nobody used, or that are kept free: (.+) instead of (.+)$`, "使われなかった、または予備として空けてある自社機器：計画 $2、実績 $1"},
		{`^what no rule gives to anybody: (.+) instead of (.+)$`, "どの規則でも負担先が決まらない費用：計画 $2、実績 $1"},
		{`^charges of earlier months on this month's invoice: (.+) instead of (.+)$`, "今月の請求に含まれる過去の月の料金：計画 $2、実績 $1"},
		{`^what (\d+) effects of services lose by rounding to (\d+) digits$`, "サービスごとの $1 件の要因を小数 $2 桁に丸めた端数"},
		// How final it is.
		{`^every bill covers the month, no row is bad, and the time in which bills may still grow is over$`, "すべての請求が月末まで揃い、読めない行はなく、請求が増える期間も終わっています"},
		{`^bill (\S+) ends (\S+), before the month does$`, "請求 $1 は $2までで、月末に達していません"},
		{`^bill (\S+) ends without a row, before the month does$`, "請求 $1 には行がありません"},
		{`^(\d+) of (\d+) rows are bad and were left out$`, "$2 行のうち $1 行は読めないため除外しました"},
		{`^until (\S+) a bill may still grow, and this is the state of (\S+)$`, "$1までは請求が増える可能性があります($2時点)"},
		// What would change.
		{`^a core-hour on (\S+) cost (.+) against the plan$`, "$1 の 1 コア時間の費用は計画比 $2"},
		{`^it used (.+) core-hours against the plan$`, "使用コア時間は計画比 $1"},
		{`^prices and specs are others than when the plan was made$`, "単価と仕様が計画時と異なります"},
		{`^it needs ([\d.]+) cores and ([\d.]+) are free: servers take ([\d.]+) months$`, "$1 コア必要で空きは $2 コア(サーバーの調達に $3 か月)"},
		{`^staying was planned at (.+) for ([\d.,]+) hours$`, "移さない場合の計画は $2 時間で $1"},
		{`^for this month's ([\d.,]+) hours that is (.+)$`, "今月の $1 時間では $2"},
		{`^staying was planned at (.+) for ([\d.,]+) core-h$`, "移さない場合の計画は $2 core-h で $1"},
		{`^for this month's ([\d.,]+) core-h that is (.+)$`, "今月の $1 core-h では $2"},
		{`^it cost (.+), so this month saved (.+)$`, "実績は $1で、今月の節約は $2"},
		{`^it cost (.+), so this month cost (.+) more$`, "実績は $1で、今月は $2高くなりました"},
		// What comes next, and what nobody knows.
		{`^bills by the mean of (\d+) days? of this month$`, "請求は今月 $1 日間の平均から"},
		{`^bills by their (\d+) days \((.+?): (.+)\)$`, "請求は $1 日分の推移から($2)"},
		{`^between low and high lie four of five of the months that were looked at in the same way before$`, "範囲には、同じ方法で見た過去の 5 か月のうち 4 か月が収まります"},
		{`^no band: (\d+) months? (?:is|are) known and (\d+) are needed$`, "範囲は不明です($2 か月分必要で、既知は $1 か月分)"},
		{`^own machines (.+) by the days on which their capital ends$`, "自社機器は償却の終了日から $1"},
		{`^unit cost of (.+): nobody counted their requests$`, "$1 の単位コスト：リクエスト数が不明です"},
		{`^price and volume of (.+): nobody counted what they used, so all of the difference stands under price$`, "$1 の単価と数量：使用量が不明なため、差はすべて単価に計上しています"},
		{`^payback of the move of (\S+) to (\S+): none of its cost arises there any more, so it is followed no further$`, "$1 の $2 への移動：そこでの費用がなくなったため、回収状況の追跡を終了しました"},
		{`^payback of the moves of (.+): none of their cost arose yet where the plan puts them$`, "$1 の移動の回収状況：計画した場所での費用がまだありません"},
		{`^where (\S+) belongs by this month's numbers: every place is forbidden to it$`, "$1 の今月の実績での最適な場所：許される場所がありません"},
		{`^measure them, or give core_hours in a usage file$`, "計測するか、usage ファイルに core_hours を記入してください"},
		{`^([a-z_]+ ".*) without (.+)$`, "$1($2 なし)"},
		{`^([\d.,]+) core-h and ([\d.,]+) GiB-h of pool (\S+) by (".*"), which is no service of the workspace$`, "プール $3 での $4 の使用($1 core-h、$2 GiB-h。ワークスペースにないサービス)"},
	} {
		out = append(out, phrase{regexp.MustCompile(p[0]), p[1]})
	}
	return out
}
