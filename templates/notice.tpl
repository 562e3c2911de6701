{{%AUTOESCAPE context="HTML"}}<h1>{{HEADING}}</h1>
{{#LINE}}<p>{{TEXT}}</p>{{/LINE}}
<p class="actions">{{#LINK}}<a class="button{{#SECOND}} second{{/SECOND}}" href="{{PREFIX}}{{PATH}}">{{TEXT}}</a> {{/LINK}}</p>
{{#REFERENCE}}<p class="hint">問題編號 {{TEXT}}</p>{{/REFERENCE}}
