{{%AUTOESCAPE context="HTML"}}{{>TOP}}
<p class="lead">請對本學年度個人研習需求進行規劃：點選範疇，填寫各細項未來一學年的研習時數。沒有規劃的項目留空即可，留空視為 0 小時。</p>
{{>GRID}}
