{{%AUTOESCAPE context="HTML"}}<h1>教師自我專業進修研習規劃</h1>
<p class="lead">親愛的老師您好，這裡讓您參考學校所填寫的「學校本位教師進修研習規劃」，並結合個人專業發展需求，填寫未來一整學年度的學習需求規劃。約 10 分鐘，4 個步驟，可隨時暫存。</p>
{{#ANNOUNCED}}<p class="note warn">{{TEXT}}</p>
{{/ANNOUNCED}}<section class="panel {{PERIOD_CLASS}}" aria-labelledby="period-h">
<h2 id="period-h">規劃日期</h2>
<p><strong>{{PERIOD}}</strong></p>
{{#PERIOD_MORE}}<p>{{TEXT}}</p>{{/PERIOD_MORE}}
</section>
<p class="actions">{{#SIGNED_OUT}}<a class="button" href="{{PREFIX}}/login">登入</a>{{/SIGNED_OUT}}{{#SIGNED_IN}}{{#TEACHER}}<a class="button" href="{{PREFIX}}/plan">我的規劃</a>{{/TEACHER}}{{#NO_PLAN}}<span>您已登入。這個帳號沒有個人規劃需要填寫。</span>{{/NO_PLAN}}{{#DESK}} <a class="button" href="{{PREFIX}}{{PATH}}">{{TEXT}}</a>{{/DESK}}{{/SIGNED_IN}}</p>
<h2>規劃說明</h2>
<ul>
<li>規劃內容：教師參考學校的「學校本位教師進修研習規劃」，並結合個人專業發展需求，填寫未來一整學年度的學習需求規劃。</li>
<li>規劃日期：9 月（實際規劃日期，請依當年度公文及教師進修網公告為主）。於填報期內送出規劃者，即可納入該學年度獎勵方案之計算對象。</li>
<li>規劃填寫人員：每位教師。</li>
</ul>
<h2>4 個步驟</h2>
<ol class="overview">
<li><strong>填寫資料</strong>：最高學歷、服務年資、學校階段與任教年級。</li>
<li><strong>教師研習需求</strong>：最希望參加研習的方式、時間、地點，每一順位皆須填寫。</li>
<li><strong>研習主題規劃</strong>：在 6 個範疇中，填寫各項主題規劃的研習時數。</li>
<li><strong>預覽/送出</strong>：核對後送出，就完成了。</li>
</ol>
<p>先準備好：您的教師進修網帳號，以及本學年度想參加的研習主題。想先參考學校的規劃，可以在步驟 3 匯入學校本位規劃。</p>
<h2>需要協助</h2>
<ul>
<li><a href="{{PREFIX}}/help">操作說明</a></li>
<li><a href="https://inservice.edu.tw">忘記帳號或密碼（前往教師進修網）</a></li>
<li><a href="https://inservice.edu.tw">尚未申請帳號（前往教師進修網）</a></li>
<li>任何問題或建議，請來信 <a href="mailto:{{CONTACT}}">{{CONTACT}}</a></li>
</ul>
<p class="hint">手機、平板與電腦都可以使用，不限瀏覽器；不開啟 JavaScript 也能完成。</p>
