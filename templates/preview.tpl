{{%AUTOESCAPE context="HTML"}}{{#STEPS}}{{>TOP}}</form>{{/STEPS}}
{{#READ_ONLY}}<h1>教師自我專業進修規劃記錄</h1><p class="note info">{{STATE}}（唯讀）</p>{{/READ_ONLY}}
{{#CHECK}}<p class="note warn"><b>目前未完成。</b>請核對後送出規劃。按「送出正式規劃」後才算完成。</p>
<h2 class="doc">教師自我專業進修規劃記錄</h2>{{/CHECK}}
{{#MISSING}}<div class="errors" id="missing"><h2>尚有 {{COUNT}} 項未填</h2><ul>{{#PROBLEM}}<li><a href="{{PREFIX}}{{HREF}}">{{TEXT}}</a></li>{{/PROBLEM}}</ul></div>{{/MISSING}}
{{>CONTENTS}}
{{#MANY}}<p class="note warn" id="many">合計 {{TOTAL}} 小時，高於一般規劃時數，請確認。確認無誤，請再按一次「送出正式規劃」；需要修改，請回<a href="{{PREFIX}}/plan/topics">研習主題規劃</a>。</p>{{/MANY}}
<div class="actions">
{{#SEND}}<form method="post" action="{{PREFIX}}/plan/preview"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="v" value="{{V}}"><input type="hidden" name="once" value="{{ONCE}}">{{#MANY}}<input type="hidden" name="many" value="yes">{{/MANY}}<button class="button" name="go" value="submit">送出正式規劃</button></form>{{/SEND}}
{{#STEPS}}<button form="f" class="button second" name="go" value="home">暫存/回首頁</button>{{/STEPS}}
{{#PDF}}<a class="button second" href="{{PREFIX}}/plan.pdf{{QUERY}}">匯出PDF</a>{{/PDF}}
{{#BACK}}<a class="button second" href="{{PREFIX}}/plan">回我的規劃</a>{{/BACK}}
</div>
