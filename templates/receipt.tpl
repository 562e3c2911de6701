{{%AUTOESCAPE context="HTML"}}<h1>已規劃完成</h1>
{{#WITHDRAWN}}<p class="note warn">這份已於 <time datetime="{{TIME_ISO}}">{{TIME}}</time> 退回修改。</p>{{/WITHDRAWN}}
{{#STANDING}}<p class="note ok">謝謝您完成規劃！不需要再做任何事。期限前仍可退回修改。</p>{{/STANDING}}
{{#LATE}}<p class="note warn">已逾獎勵計算期限送出，不列入本學年度獎勵方案計算。</p>{{/LATE}}
<dl class="facts card">
<div><dt>規劃人員</dt><dd>{{UNIT}} {{NAME}}{{#PRESENT}}（現名 {{TEXT}}）{{/PRESENT}}</dd></div>
<div><dt>狀態</dt><dd>{{STATE}} <time datetime="{{TIME_ISO}}">{{TIME}}</time></dd></div>
<div><dt>收件編號</dt><dd><b class="code">{{RECEIPT}}</b></dd></div>
<div><dt>學年度</dt><dd>{{YEAR}}</dd></div>
<div><dt>規劃時數</dt><dd>{{HOURS}} 小時</dd></div>
<div><dt>內容檢核碼</dt><dd><span class="code">{{DIGEST}}</span>（供查核用）</dd></div>
</dl>
<div class="actions"><a class="button" href="{{PREFIX}}/plan.pdf?r={{RECEIPT}}">匯出PDF</a> <a class="button second" href="{{PREFIX}}/survey">填寫問卷</a> {{#CAN_WITHDRAW}}<a href="{{PREFIX}}/plan/withdraw">退回修改</a> {{/CAN_WITHDRAW}}<a href="{{PREFIX}}/plan">回我的規劃</a></div>
{{>CONTENTS}}
