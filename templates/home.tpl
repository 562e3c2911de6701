{{%AUTOESCAPE context="HTML"}}<h1>我的規劃</h1>
{{>DEADLINE}}
<section class="panel {{PANEL}}" aria-labelledby="state">
<h2 id="state">{{HEADING}}</h2>
{{#ABSENT}}{{#INVITE}}<p>填寫約 10 分鐘，可隨時暫存。</p>{{/INVITE}}{{/ABSENT}}
{{#DELETED}}<p>這份規劃已於 <time datetime="{{TIME_ISO}}">{{TIME}}</time> 刪除。您可以重新開始；如需復原，請<a href="mailto:{{CONTACT}}">聯絡客服</a>。</p>{{/DELETED}}
{{#OPENED}}<dl class="facts">
<div><dt>規劃人員</dt><dd>{{UNIT}} {{NAME}}{{#PRESENT}}（現名 {{TEXT}}）{{/PRESENT}}</dd></div>
{{#DRAFT}}<div><dt>狀態</dt><dd><span class="tag draft">尚未送出</span> <time datetime="{{TIME_ISO}}">{{TIME}}</time>（最後一次暫存）</dd></div>{{/DRAFT}}
{{#WITHDRAWN}}<div><dt>狀態</dt><dd><span class="tag withdrawn">已退回修改</span> 視同未完成規劃</dd></div><div><dt>最後一次暫存</dt><dd><time datetime="{{TIME_ISO}}">{{TIME}}</time></dd></div>{{/WITHDRAWN}}
{{#DONE}}<div><dt>狀態</dt><dd><span class="tag done">已完成</span> <time datetime="{{TIME_ISO}}">{{TIME}}</time></dd></div>
<div><dt>收件編號</dt><dd><a href="{{PREFIX}}/plan/r/{{RECEIPT}}">{{RECEIPT}}</a></dd></div>{{/DONE}}
<div><dt>規劃時數</dt><dd>{{HOURS}} 小時</dd></div>
</dl>{{/OPENED}}
{{#EXTENDED}}<p class="note info">管理者已為您開放補送至 <time datetime="{{TIME_ISO}}">{{TIME}}</time>，請在這之前送出。</p>{{/EXTENDED}}
{{#NEWER}}<p class="note info">選項清單已有新版本，您的規劃仍使用原來的版本。<a href="{{PREFIX}}/plan/catalogue">改用新版選項</a></p>{{/NEWER}}
{{#RESTORED}}<p class="note info">管理者已復原這份規劃，原因：{{TEXT}}</p>{{/RESTORED}}
{{#UNFINISHED}}<p>內容已保留，但尚未送出；{{#COUNTS}}請在填報期內送出，才能納入獎勵方案計算。{{/COUNTS}}{{#LATE}}現在送出，不列入本學年度獎勵方案計算。{{/LATE}}</p>
<p class="progress"><label for="progress">完成進度 {{PERCENT}} %</label> <progress id="progress" max="100" value="{{PERCENT}}"></progress></p>
<ol class="tasks">{{#STEP}}<li><a href="{{PREFIX}}{{PATH}}">{{NAME}}</a> {{#COMPLETE}}<span class="ok">已填寫</span>{{/COMPLETE}}{{#MISSING}}<span class="todo">未填寫（缺：{{TEXT}}）</span>{{/MISSING}}</li>{{/STEP}}</ol>{{/UNFINISHED}}
{{#THANKS}}<p>謝謝您完成規劃！期限前仍可退回修改；如果退回修改，視同未完成規劃。</p>{{/THANKS}}
{{#MISSED}}<p>填報期間已截止，您尚未送出規劃。{{#KEPT}}暫存的內容仍保留，可以檢視。{{/KEPT}}如有疑問，請聯絡學校承辦人。</p>{{/MISSED}}
<div class="actions">
{{#START}}<form method="post" action="{{PREFIX}}/plan/start"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="v" value="{{V}}"><input type="hidden" name="once" value="{{ONCE}}">
{{#POSTS}}<p class="field"><label for="unit">填報學校</label><select id="unit" name="unit">{{#POST}}<option value="{{CODE}}">{{NAME}}</option>{{/POST}}</select></p>{{/POSTS}}
<button class="button" name="go" value="start">開始規劃</button>{{#CARRY}} <button class="button second" name="go" value="carry">帶入上一學年度規劃</button>{{/CARRY}}</form>{{/START}}
{{#CHANGE}}<a class="button{{#SECOND}} second{{/SECOND}}" href="{{PREFIX}}{{PATH}}">修改</a>{{/CHANGE}}
{{#SEND}}<form method="post" action="{{PREFIX}}/plan/submit"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="v" value="{{V}}"><input type="hidden" name="once" value="{{ONCE}}"><button class="button{{#SECOND}} second{{/SECOND}}">送出</button></form>{{/SEND}}
{{#REMOVE}}<a class="button second" href="{{PREFIX}}/plan/delete">刪除</a>{{/REMOVE}}
{{#PDF}}<a class="button" href="{{PREFIX}}/plan.pdf">匯出PDF</a>{{/PDF}}
{{#SURVEY}}<a class="button second" href="{{PREFIX}}/survey">填寫問卷</a>{{/SURVEY}}
{{#WITHDRAW}}<a class="button second" href="{{PREFIX}}/plan/withdraw">退回修改</a>{{/WITHDRAW}}
{{#VIEW}}<a class="button second" href="{{PREFIX}}/plan/{{YEAR}}">檢視{{TEXT}}</a>{{/VIEW}}
{{#LAST}}<a class="button second" href="{{PREFIX}}/plan/r/{{RECEIPT}}">檢視前次送出內容</a>{{/LAST}}
</div>
</section>
{{#EXPLAIN_DRAFT}}<ul class="hint"><li>送出：確定要送出這份規劃內容時，請點選[送出]，送出後即完成本次的規劃。</li><li>修改：想修改這份規劃內容時，請點選[修改]。</li><li>刪除：想重新進行規劃時，請點選[刪除]。</li></ul>{{/EXPLAIN_DRAFT}}
{{#HISTORY}}<p><a href="{{PREFIX}}/plan/history">這份規劃的歷程</a></p>
{{/HISTORY}}<h2 id="past-h">歷年規劃</h2>
{{#PAST}}<table class="list"><caption class="vh">歷年規劃</caption><thead><tr><th scope="col">學年度</th><th scope="col">狀態</th><th scope="col">時間</th><th scope="col">時數</th><th scope="col">內容</th></tr></thead><tbody>
{{#ROW}}<tr><th scope="row">{{YEAR}}</th><td>{{STATUS}}</td><td>{{#TIMED}}<time datetime="{{TIME_ISO}}">{{TIME}}</time>{{/TIMED}}</td><td class="n">{{HOURS}}</td><td><a href="{{PREFIX}}/plan/{{YEAR}}">檢視<span class="vh"> {{YEAR}} 學年度規劃</span></a></td></tr>{{/ROW}}
</tbody></table>{{/PAST}}
{{#NO_PAST}}<p>沒有以前學年度的規劃。</p>{{/NO_PAST}}
