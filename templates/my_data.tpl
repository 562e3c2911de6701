{{%AUTOESCAPE context="HTML"}}<h1>我的資料</h1>
<p>這裡列出本服務保存的、與您有關的全部資料。您也可以下載：<a href="{{PREFIX}}/my-data.json">JSON 檔</a>、<a href="{{PREFIX}}/my-data.pdf">PDF 檔</a>。</p>
<dl class="facts card"><div><dt>帳號</dt><dd>{{ACCOUNT}}</dd></div><div><dt>姓名</dt><dd>{{NAME}}</dd></div>{{#FORMER}}<div><dt>曾用姓名</dt><dd>{{TEXT}}（<time datetime="{{TIME_ISO}}">{{TIME}}</time> 起）</dd></div>{{/FORMER}}{{#ROLE}}<div><dt>身分</dt><dd>{{TEXT}}</dd></div>{{/ROLE}}<div><dt>密碼</dt><dd>只保存無法還原的雜湊值</dd></div></dl>
<h2>規劃</h2>
{{#PLANS}}<table class="list"><caption class="vh">各學年度規劃</caption><thead><tr><th scope="col">學年度</th><th scope="col">狀態</th><th scope="col">最後異動</th><th scope="col">時數</th></tr></thead><tbody>{{#ROW}}<tr><th scope="row">{{#LINKED}}<a href="{{PREFIX}}/plan/{{YEAR}}">{{YEAR}}</a>{{/LINKED}}{{#UNLINKED}}{{YEAR}}{{/UNLINKED}}</th><td>{{STATUS}}</td><td><time datetime="{{TIME_ISO}}">{{TIME}}</time></td><td class="n">{{HOURS}}</td></tr>{{/ROW}}</tbody></table>{{/PLANS}}
{{#NO_PLANS}}<p>沒有規劃。</p>{{/NO_PLANS}}
<h2>問卷</h2>
<p>{{#SURVEYED}}已填寫，內容在下載的檔案中。{{/SURVEYED}}{{#UNSURVEYED}}沒有填寫。{{/UNSURVEYED}}</p>
<p>每次暫存、送出、退回修改與刪除都留有紀錄，JSON 檔中逐筆列出。本服務不保存身分證字號、生日與電話。更正或刪除資料，請<a href="mailto:{{CONTACT}}">聯絡客服</a>；說明見<a href="{{PREFIX}}/privacy">隱私權保護</a>。</p>
