{{%AUTOESCAPE context="HTML"}}<h1>匯入學校本位規劃</h1>
{{#REFUSED}}<div class="panel warn"><h2>目前沒有可匯入的內容</h2><p>{{CAUSE}}</p><p>{{REMEDY}}</p><p>若無法匯入，仍可逕自進行規劃，不影響您的填報權益。</p></div>
<p class="actions"><a class="button" href="{{PREFIX}}/plan/topics">回步驟 3</a></p>{{/REFUSED}}
{{#OFFER}}<p>{{UNIT}}已送出學校本位規劃，共 {{TOTAL}} 小時。匯入只是帶入參考，之後都可以再修改。</p>
<form method="post" action="{{PREFIX}}/plan/import"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="v" value="{{V}}"><input type="hidden" name="once" value="{{ONCE}}">
<fieldset class="card"><legend><h2>匯入方式</h2></legend>
<p class="field"><label class="check"><input type="radio" name="mode" value="fill" checked> 只填入空白項目（已填的時數不變）</label></p>
<p class="field"><label class="check"><input type="radio" name="mode" value="replace"> 全部取代（以學校的規劃取代目前所有時數）</label></p></fieldset>
<table class="list"><caption>匯入前後的差異</caption><thead><tr><th scope="col">類別</th><th scope="col">現有</th><th scope="col">學校</th><th scope="col">填入空白後</th><th scope="col">全部取代後</th></tr></thead><tbody>{{#ROW}}<tr><th scope="row">{{CODE}}. {{NAME}}</th><td class="n">{{MINE}}</td><td class="n">{{SCHOOL}}</td><td class="n">{{FILL}}</td><td class="n">{{REPLACE}}</td></tr>{{/ROW}}</tbody></table>
<details class="plain"><summary>逐項差異（{{DIFFER}} 項不同）</summary><table class="list"><caption class="vh">逐項差異</caption><thead><tr><th scope="col">項目</th><th scope="col">現有</th><th scope="col">學校</th><th scope="col">填入空白後</th></tr></thead><tbody>{{#ITEM}}<tr><th scope="row">{{CODE}} {{NAME}}</th><td class="n">{{MINE}}</td><td class="n">{{SCHOOL}}</td><td class="n">{{FILL}}</td></tr>{{/ITEM}}</tbody></table></details>
<p class="actions"><button class="button">匯入</button> <a class="button second" href="{{PREFIX}}/plan/topics">不匯入，回步驟 3</a></p></form>{{/OFFER}}
