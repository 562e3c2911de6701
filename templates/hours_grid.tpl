{{%AUTOESCAPE context="HTML"}}<div class="find" role="search"><label for="q">找研習主題</label> <input id="q" form="find" name="q" type="search" value="{{QUERY}}" autocomplete="off"> <label class="check"><input form="find" type="checkbox" name="only" value="filled"{{#ONLY}} checked{{/ONLY}}> 只看已填的項目</label> <button form="find" class="button second">尋找</button>{{#NARROWED}} <a href="{{PREFIX}}{{PATH}}">顯示全部</a>{{/NARROWED}}</div>
<noscript><p class="hint">尋找前請先按「{{LEAVE}}」，以免遺失尚未暫存的內容。</p></noscript>
{{#NOTHING}}<p class="note info">沒有符合的項目。<a href="{{PREFIX}}{{PATH}}">顯示全部</a></p>{{/NOTHING}}
<div class="strip">{{#IMPORT}}<button class="button second" name="go" value="import">匯入學校本位規劃</button> {{/IMPORT}}<button class="button second" name="go" value="chart">研習主題規劃比例圖</button>{{#UNDO}} <span class="note ok" id="undo">已匯入學校本位規劃。 <button class="button second" name="go" value="undo">復原這次匯入</button></span>{{/UNDO}}</div>
<div class="cols"><div class="cats">
{{#TOPIC}}<details id="c{{CODE}}" class="cat k{{CODE}}"{{#OPEN}} open{{/OPEN}}><summary><span class="t">{{CODE}}. {{NAME}}</span> <span class="sum"><b data-sum="{{CODE}}">{{HOURS}}</b> 小時，<span data-count="{{CODE}}">{{COUNT}}</span> 項</span></summary>
{{#SUB}}<fieldset class="sub"><legend>{{CODE}} {{NAME}}</legend>
{{#ITEM}}<div class="item"><label for="h-{{CODE}}">{{CODE}} {{NAME}}</label><span class="h"><input type="text" inputmode="numeric" autocomplete="off" id="h-{{CODE}}" name="h.{{CODE}}" value="{{VALUE}}"{{#ERROR}} aria-invalid="true" aria-describedby="h-{{CODE}}-e"{{/ERROR}}> 小時</span>{{#ERROR}}<span class="error" id="h-{{CODE}}-e"><span class="vh">錯誤：</span>{{TEXT}}</span>{{/ERROR}}{{#FREE}}<span class="free"><label for="o-{{CODE}}">{{CODE}} 的研習主題（30 字以內）</label>{{#NAME_ERROR}}<span class="error" id="o-{{CODE}}-e"><span class="vh">錯誤：</span>{{TEXT}}</span>{{/NAME_ERROR}}<input type="text" id="o-{{CODE}}" name="o.{{CODE}}" value="{{NAMED}}" autocomplete="off"{{#NAME_ERROR}} aria-invalid="true" aria-describedby="o-{{CODE}}-e"{{/NAME_ERROR}}></span>{{/FREE}}</div>{{/ITEM}}
</fieldset>{{/SUB}}
<p class="actions">{{#FORTH}}<button class="button second" name="go" value="c{{TO}}">暫存並前往下一類</button> {{/FORTH}}<button class="link" name="go" value="clear{{CODE}}">清空這一類…</button></p>
</details>{{/TOPIC}}
</div>
{{>CHART}}
</div>
<div class="bar sticky"><p class="saved"><span>合計 <b id="total">{{TOTAL}}</b> 小時</span>　<span id="saved">{{#SAVED}}已於 <time datetime="{{TIME_ISO}}">{{TIME}}</time> 暫存{{/SAVED}}{{#UNSAVED}}尚未暫存{{/UNSAVED}}</span></p>
<p class="actions"><button class="button" name="go" value="next">{{NEXT}}</button> <button class="button second" name="go" value="home">{{LEAVE}}</button></p></div>
<p class="hint until">登入有效到 {{UNTIL}}；逾時前暫存即可延長。</p>
</form>
<form id="find" method="get" action="{{PREFIX}}{{PATH}}"></form>