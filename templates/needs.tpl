{{%AUTOESCAPE context="HTML"}}{{>TOP}}
<p class="lead">依您的希望逐一選擇。每一順位皆須填寫，同一個選項只能選一次。</p>
{{#RANKING}}<fieldset class="card" data-ranking="{{NAME}}"><legend><h2>{{LABEL}}</h2></legend>
<p class="hint" id="{{NAME}}-h">每一順位皆須填寫</p>
<ol class="rank">{{#RANK}}<li><label for="{{ID}}">{{LABEL}}</label>{{#ERROR}}<span class="error" id="{{ID}}-e"><span class="vh">錯誤：</span>{{TEXT}}</span>{{/ERROR}}<select id="{{ID}}" name="{{FIELD}}" aria-describedby="{{NAME}}-h{{#ERROR}} {{ID}}-e{{/ERROR}}"{{#ERROR}} aria-invalid="true"{{/ERROR}}><option value="">--請選擇--</option>{{#OPTION}}<option value="{{CODE}}"{{#ON}} selected{{/ON}}>{{NAME}}</option>{{/OPTION}}</select><span class="mv"></span></li>{{/RANK}}</ol>
{{#OTHER}}<p class="field"><label for="{{ID}}">其他（請說明）</label><span class="hint" id="{{ID}}-h">選了「其他」才需要填，50 字以內</span>{{#ERROR}}<span class="error" id="{{ID}}-e"><span class="vh">錯誤：</span>{{TEXT}}</span>{{/ERROR}}<input type="text" id="{{ID}}" name="{{FIELD}}" value="{{VALUE}}" autocomplete="off" aria-describedby="{{ID}}-h{{#ERROR}} {{ID}}-e{{/ERROR}}"{{#ERROR}} aria-invalid="true"{{/ERROR}}></p>{{/OTHER}}
</fieldset>{{/RANKING}}
{{>BOTTOM}}
