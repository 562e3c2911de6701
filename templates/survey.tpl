{{%AUTOESCAPE context="HTML"}}<h1>填寫問卷</h1>
<p>都是選填，不影響已送出的規劃；期限前可以隨時修改。</p>
{{#ANSWERED}}<p class="note ok">已於 <time datetime="{{TIME_ISO}}">{{TIME}}</time> 收到您的問卷，謝謝您。</p>{{/ANSWERED}}
{{#BROUGHT}}<p class="note warn" role="alert">登入逾時前輸入的內容已帶回，尚未儲存；請確認後按「送出問卷」。</p>{{/BROUGHT}}
{{#CLEARED}}<p class="note info">已清除前一位使用者的內容。</p>{{/CLEARED}}
{{#CLOSED}}<p class="note info">問卷已截止，以下是您填寫的內容（唯讀）。</p>{{/CLOSED}}
{{#NOT_YET}}<p class="note info">問卷尚未開放。</p>{{/NOT_YET}}
{{#FAILED}}<div class="errors" role="alert" tabindex="-1" id="errors"><h2>有 1 個地方需要修正</h2><ul><li><a href="#text">{{TEXT}}</a></li></ul></div>{{/FAILED}}
<form method="post" action="{{PREFIX}}/survey" novalidate><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="v" value="{{V}}"><input type="hidden" name="once" value="{{ONCE}}">
{{#QUESTION}}<fieldset class="card scale"><legend>{{N}}. {{TEXT}}（選填）</legend>{{#ANSWER}}<label class="check"><input type="radio" name="q{{N}}" value="{{VALUE}}"{{#ON}} checked{{/ON}}{{#OFF}} disabled{{/OFF}}> {{TEXT}}</label>{{/ANSWER}}</fieldset>{{/QUESTION}}
<p class="field"><label for="text">其他建議（選填）</label><span class="hint" id="text-h">500 字以內</span><textarea id="text" name="text" rows="5" aria-describedby="text-h"{{#READ_ONLY}} readonly{{/READ_ONLY}}>{{VALUE:pre_escape}}</textarea></p>
<p class="actions">{{#SEND}}<button class="button">送出問卷</button> {{/SEND}}<a class="button second" href="{{PREFIX}}/plan">回我的規劃</a></p></form>
