{{%AUTOESCAPE context="HTML"}}<!DOCTYPE html>
<html lang="zh-Hant-TW">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>{{#ERROR}}錯誤：{{/ERROR}}{{TITLE}} — 教師研習規劃</title>
<link rel="stylesheet" href="{{PREFIX}}/{{STYLE}}">
<link rel="icon" type="image/svg+xml" href="{{PREFIX}}/{{ICON}}">
{{#WORKS}}<script type="module" src="{{PREFIX}}/{{ADDRESS}}"></script>{{/WORKS}}
</head>
<body>
<a class="skip" href="#main">跳到主要內容</a>
<header class="site">
{{#DEMO}}<p class="demo">示範資料：這裡的學校、人員與規劃都是虛構的，密碼公開，請勿填寫真實資料。</p>{{/DEMO}}
{{#NOTICE}}<p class="demo">{{TEXT}}<a href="{{PREFIX}}/admin">回管理</a></p>{{/NOTICE}}
<div class="wrap">
<div class="brand"><p class="guide">指導單位：教育部</p>
<p class="service"><a href="{{PREFIX}}/">教師自我專業進修研習規劃</a>{{#YEAR}} <span class="year">{{TEXT}}</span>{{/YEAR}}</p></div>
{{#PERSON}}<nav class="me" aria-label="個人選單">
<span class="who">{{UNIT}} {{NAME}}</span>
{{#TEACHER}}<a href="{{PREFIX}}/plan">我的規劃</a>{{/TEACHER}}{{#DESK}}<a href="{{PREFIX}}{{PATH}}">{{TEXT}}</a>
{{/DESK}}
<a href="{{PREFIX}}/my-data">我的資料</a>
<form method="post" action="{{PREFIX}}/logout"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="link">登出</button></form>
</nav>{{/PERSON}}
</div>
</header>
<main id="main" class="wrap" tabindex="-1">
{{>PAGE}}
</main>
<footer class="site">
<div class="wrap">
<p><a href="{{PREFIX}}/help">操作說明</a> · <a href="{{PREFIX}}/privacy">隱私權保護</a> · <a href="{{PREFIX}}/accessibility">無障礙聲明</a> · <a href="mailto:{{CONTACT}}">聯絡客服</a></p>
<p>執行單位：全國教師在職進修資訊網（國立高雄師範大學）</p>
</div>
</footer>
<div id="live" role="status" class="vh"></div>
<div id="alert" role="alert"></div>
</body>
</html>
