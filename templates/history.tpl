{{%AUTOESCAPE context="HTML"}}<h1>歷程</h1>
<p class="note info">{{RECORD}}</p>
<dl class="facts card">{{#FACT}}<div><dt>{{LABEL}}</dt><dd>{{VALUE}}</dd></div>{{/FACT}}</dl>
<p class="actions"><a class="button second" href="{{PREFIX}}{{PATH}}/history.pdf{{MATTER}}">匯出歷程PDF</a> <a class="button second" href="{{PREFIX}}/audit/export?plan={{ID}}{{MORE_MATTER}}">匯出這份規劃 JSON</a> <a class="button second" href="{{PREFIX}}/audit/export?plan={{ID}}&amp;what=case{{MORE_MATTER}}">匯出全案 JSON</a></p>
<form method="get" action="{{PREFIX}}{{PATH}}/at" class="staff"><input type="hidden" name="matter" value="{{STATED}}"><p class="field"><label for="t">檢視指定時間的內容</label><span class="hint" id="t-h">例如 2026/09/25 10:00:00，顯示這個時間以前的最後一版</span><input type="text" id="t" name="t" value="{{NOW}}" aria-describedby="t-h" autocomplete="off"></p><p class="actions"><button class="button second">檢視當時內容</button></p></form>
<h2>事件（由新到舊）</h2>
<form method="get" action="{{PREFIX}}{{PATH}}/compare" class="staff"><input type="hidden" name="matter" value="{{STATED}}">
{{#BAR}}<p class="actions"><button class="button">比較</button> <span class="hint">選一個「甲」與一個「乙」，比較兩個版本。</span></p>{{/BAR}}
<ol class="timeline" reversed>{{#GROUP}}{{#FOLDED}}<li><details class="plain"><summary>自動暫存 {{COUNT}} 次（{{FIRST}} 至 {{LAST}}）</summary><ol class="timeline">{{/FOLDED}}{{#ENTRY}}<li class="event"><p><b>{{WHAT}}</b> <time datetime="{{TIME_ISO}}">{{TIME}}</time></p>
<p class="hint">{{WHO}}（{{ROLE}}）　第 {{VERSION}} 版　位置 {{POSITION}}　{{#PROVEN}}<span class="ok">驗證相符</span>{{/PROVEN}}{{#BROKEN}}<span class="gap">驗證不符</span>{{/BROKEN}}</p>
{{#DETAIL}}<p>{{TEXT}}</p>{{/DETAIL}}<p class="pick"><label class="check"><input type="radio" name="a" value="{{VERSION}}"{{#A}} checked{{/A}}> 甲<span class="vh">：第 {{VERSION}} 版</span></label> <label class="check"><input type="radio" name="b" value="{{VERSION}}"{{#B}} checked{{/B}}> 乙<span class="vh">：第 {{VERSION}} 版</span></label> <a href="{{PREFIX}}{{PATH}}/at?v={{VERSION}}{{MORE_MATTER}}">檢視<span class="vh">第 {{VERSION}} 版的</span>內容</a></p></li>{{/ENTRY}}{{#FOLDED}}</ol></details></li>{{/FOLDED}}
{{/GROUP}}</ol></form>
<p class="actions"><a class="button second" href="{{PREFIX}}/audit{{MATTER}}">回查核</a></p>
