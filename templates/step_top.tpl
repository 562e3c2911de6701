{{%AUTOESCAPE context="HTML"}}<h1>步驟 {{NUMBER}}：{{NAME}}</h1>
{{>DEADLINE}}
{{! Enter in a field presses the first button of the form: it saves and stays. }}<button form="f" class="vh" name="go" value="save" tabindex="-1">暫存</button>
<nav class="steps" aria-label="步驟"><ol>{{#TAB}}<li class="{{CLASS}}"><span class="dot" aria-hidden="true">{{N}}</span><button form="f" name="go" value="step{{N}}"{{#CURRENT}} aria-current="step"{{/CURRENT}}>{{NAME}}</button><span class="vh">{{STATE}}</span></li>{{/TAB}}</ol>
<p class="where">步驟 {{NUMBER}}／4　完成 {{PERCENT}} %</p></nav>
<p class="top"><button form="f" class="button second" name="go" value="home">暫存/回首頁</button> <a class="how" href="{{PREFIX}}/help#step{{NUMBER}}">這一步怎麼填？</a></p>
<noscript><p class="note warn">未開啟 JavaScript：系統不會自動暫存，離開前請按「暫存/回首頁」。</p></noscript>
{{#STALE}}<p class="note warn" role="alert">頁面閒置過久，這次還沒有儲存。請再按一次「暫存/回首頁」或「儲存並繼續」。</p>{{/STALE}}
{{#BROUGHT}}<p class="note warn" role="alert">登入逾時前輸入的內容已帶回，請確認後按「暫存/回首頁」或「儲存並繼續」。</p>{{/BROUGHT}}
{{#CARRIED}}<p class="note info">已帶入上一學年度的資料，請確認是否仍正確。</p>{{/CARRIED}}
{{#CLEARED}}<p class="note info">已清除前一位使用者的內容。</p>{{/CLEARED}}
{{#ERRORS}}<div class="errors" role="alert" tabindex="-1" id="errors"><h2>有 {{COUNT}} 個地方需要修正</h2><ul>{{#PROBLEM}}<li><a href="#{{ID}}">{{TEXT}}</a></li>{{/PROBLEM}}</ul></div>{{/ERRORS}}
<form id="f" method="post" action="{{PREFIX}}{{PATH}}" novalidate data-autosave="{{PREFIX}}/plan/autosave" data-login="{{PREFIX}}/login" data-key="{{KEY}}" data-seconds="{{SECONDS}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
<input type="hidden" name="v" value="{{V}}">
<input type="hidden" name="once" value="{{ONCE}}">
{{#FROM}}<input type="hidden" name="from" value="preview">{{/FROM}}
