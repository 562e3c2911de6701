{{%AUTOESCAPE context="HTML"}}<section class="card"><h2>一、基本資料</h2>
<dl class="facts">{{#FACT}}<div><dt>{{LABEL}}</dt><dd>{{#VALUE}}{{TEXT}}{{/VALUE}}{{#GAP}}<a class="gap" href="{{PREFIX}}{{HREF}}">{{TEXT}}</a>{{/GAP}}{{#EDIT}} <a class="edit" href="{{PREFIX}}{{HREF}}">修改<span class="vh">{{LABEL}}</span></a>{{/EDIT}}</dd></div>{{/FACT}}</dl></section>
<section class="card"><h2>二、進修需求</h2>
{{#RANKING}}<h3>{{LABEL}}{{#EDIT}} <a class="edit" href="{{PREFIX}}{{HREF}}">修改<span class="vh">{{LABEL}}</span></a>{{/EDIT}}</h3><ol class="ranked">{{#RANK}}<li>{{RANK}}　{{#VALUE}}{{TEXT}}{{/VALUE}}{{#GAP}}<a class="gap" href="{{PREFIX}}{{HREF}}">{{TEXT}}</a>{{/GAP}}</li>{{/RANK}}</ol>{{#OTHER}}<p>其他說明　{{#VALUE}}{{TEXT}}{{/VALUE}}{{#GAP}}<a class="gap" href="{{PREFIX}}{{HREF}}">{{TEXT}}</a>{{/GAP}}</p>{{/OTHER}}{{/RANKING}}</section>
<section class="card"><h2>三、研習主題規劃{{#EDIT_TOPICS}} <a class="edit" href="{{PREFIX}}/plan/topics?from=preview">修改<span class="vh">研習主題規劃</span></a>{{/EDIT_TOPICS}}</h2>
{{>CHART}}
{{#TOPIC}}<h3>{{CODE}}. {{NAME}}　{{HOURS}} 小時</h3>{{#LIST}}<ul class="hours">{{#ITEM}}<li><span>{{CODE}} {{NAME}}{{#NAMED}}：{{TEXT}}{{/NAMED}}{{#GAP}} <a class="gap" href="{{PREFIX}}{{HREF}}">{{TEXT}}</a>{{/GAP}}</span> <b>{{HOURS}} 小時</b></li>{{/ITEM}}</ul>{{/LIST}}{{/TOPIC}}
<p class="hint">其餘 {{REST}} 項 0 小時。合計 <b>{{TOTAL}}</b> 小時。選項清單版本 {{CATALOGUE}}。</p></section>
